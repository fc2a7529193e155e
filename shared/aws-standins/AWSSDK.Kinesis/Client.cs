using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.StandIns;
using Amazon.Util.Internal;
using Amazon.Kinesis.Model;

namespace Amazon.Kinesis;

public partial interface IAmazonKinesis : IAmazonService, IDisposable
{
    Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default);
    Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default);

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonKinesisConfig))]
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonKinesisConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig)
    {
        if (clientConfig is not AmazonKinesisConfig config) throw new AmazonClientException("ClientConfig is not of type AmazonKinesisConfig to create AmazonKinesisClient");
        return awsCredentials is null ? new AmazonKinesisClient(config) : new AmazonKinesisClient(awsCredentials, config);
    }
}

public partial class AmazonKinesisClient : AmazonServiceClient, IAmazonKinesis
{
    static readonly IServiceMetadata Metadata = new StandardMetadata("Kinesis");

    public AmazonKinesisClient() : base(new AmazonKinesisConfig()) { }
    public AmazonKinesisClient(RegionEndpoint region) : base(new AmazonKinesisConfig { RegionEndpoint = region }) { }
    public AmazonKinesisClient(AmazonKinesisConfig config) : base(config) { }
    public AmazonKinesisClient(AWSCredentials credentials) : this(credentials, new AmazonKinesisConfig()) { }
    public AmazonKinesisClient(AWSCredentials credentials, RegionEndpoint region) : this(credentials, new AmazonKinesisConfig { RegionEndpoint = region }) { }
    public AmazonKinesisClient(AWSCredentials credentials, AmazonKinesisConfig clientConfig) : base(credentials, clientConfig) { }
    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey) : this(awsAccessKeyId, awsSecretAccessKey, new AmazonKinesisConfig()) { }
    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region) : this(awsAccessKeyId, awsSecretAccessKey, new AmazonKinesisConfig { RegionEndpoint = region }) { }
    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, AmazonKinesisConfig clientConfig) : base(awsAccessKeyId, awsSecretAccessKey, clientConfig) { }
    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken) : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonKinesisConfig()) { }
    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, RegionEndpoint region) : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonKinesisConfig { RegionEndpoint = region }) { }
    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, AmazonKinesisConfig clientConfig) : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig) { }

    protected override IServiceMetadata ServiceMetadata => Metadata;

    public virtual Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutRecordResponse>(request, Operations.PutRecord.Options, cancellationToken);

    public virtual Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutRecordsResponse>(request, Operations.PutRecords.Options, cancellationToken);

    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
        Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => StandardClient.Customize(pipeline);
}

public partial class AmazonKinesisConfig : ClientConfig
{
    static readonly string UserAgentString = InternalSDKUtils.BuildUserAgentString("Kinesis", "4.0.0");

    public AmazonKinesisConfig() : base(StandardClient.Defaults())
    {
        base.ServiceId = "Kinesis";
        AuthenticationServiceName = "kinesis";
        EndpointProvider = new StandardEndpointProvider("kinesis");
    }

    public static new string ServiceId => "Kinesis";
    public override string RegionEndpointServiceName => "kinesis";
    public override string ServiceVersion => "2013-12-02";
    public override string UserAgent => UserAgentString;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        StandardClient.EndpointOf(this, ServiceId, parameters);
}
