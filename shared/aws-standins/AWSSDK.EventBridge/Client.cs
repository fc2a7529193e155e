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
using Amazon.EventBridge.Model;

namespace Amazon.EventBridge;

public partial interface IAmazonEventBridge : IAmazonService, IDisposable
{
    Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default);

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonEventBridgeConfig))]
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonEventBridgeConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig)
    {
        if (clientConfig is not AmazonEventBridgeConfig config) throw new AmazonClientException("ClientConfig is not of type AmazonEventBridgeConfig to create AmazonEventBridgeClient");
        return awsCredentials is null ? new AmazonEventBridgeClient(config) : new AmazonEventBridgeClient(awsCredentials, config);
    }
}

public partial class AmazonEventBridgeClient : AmazonServiceClient, IAmazonEventBridge
{
    static readonly IServiceMetadata Metadata = new StandardMetadata("EventBridge");

    public AmazonEventBridgeClient() : base(new AmazonEventBridgeConfig()) { }
    public AmazonEventBridgeClient(RegionEndpoint region) : base(new AmazonEventBridgeConfig { RegionEndpoint = region }) { }
    public AmazonEventBridgeClient(AmazonEventBridgeConfig config) : base(config) { }
    public AmazonEventBridgeClient(AWSCredentials credentials) : this(credentials, new AmazonEventBridgeConfig()) { }
    public AmazonEventBridgeClient(AWSCredentials credentials, RegionEndpoint region) : this(credentials, new AmazonEventBridgeConfig { RegionEndpoint = region }) { }
    public AmazonEventBridgeClient(AWSCredentials credentials, AmazonEventBridgeConfig clientConfig) : base(credentials, clientConfig) { }
    public AmazonEventBridgeClient(string awsAccessKeyId, string awsSecretAccessKey) : this(awsAccessKeyId, awsSecretAccessKey, new AmazonEventBridgeConfig()) { }
    public AmazonEventBridgeClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region) : this(awsAccessKeyId, awsSecretAccessKey, new AmazonEventBridgeConfig { RegionEndpoint = region }) { }
    public AmazonEventBridgeClient(string awsAccessKeyId, string awsSecretAccessKey, AmazonEventBridgeConfig clientConfig) : base(awsAccessKeyId, awsSecretAccessKey, clientConfig) { }
    public AmazonEventBridgeClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken) : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonEventBridgeConfig()) { }
    public AmazonEventBridgeClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, RegionEndpoint region) : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonEventBridgeConfig { RegionEndpoint = region }) { }
    public AmazonEventBridgeClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, AmazonEventBridgeConfig clientConfig) : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig) { }

    protected override IServiceMetadata ServiceMetadata => Metadata;

    public virtual Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutEventsResponse>(request, Operations.PutEvents.Options, cancellationToken);

    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
        Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => StandardClient.Customize(pipeline);
}

public partial class AmazonEventBridgeConfig : ClientConfig
{
    static readonly string UserAgentString = InternalSDKUtils.BuildUserAgentString("EventBridge", "4.0.0");

    public AmazonEventBridgeConfig() : base(StandardClient.Defaults())
    {
        base.ServiceId = "EventBridge";
        AuthenticationServiceName = "events";
        EndpointProvider = new StandardEndpointProvider("events");
    }

    public static new string ServiceId => "EventBridge";
    public override string RegionEndpointServiceName => "events";
    public override string ServiceVersion => "2015-10-07";
    public override string UserAgent => UserAgentString;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        StandardClient.EndpointOf(this, ServiceId, parameters);
}
