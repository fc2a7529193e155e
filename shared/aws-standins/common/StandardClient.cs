using System;
using System.Collections.Generic;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

namespace Amazon.StandIns;

/// <summary>What every generated client plugs into AWSSDK.Core: endpoint rules, SigV4, the metadata and the timeouts of each mode.</summary>
static class StandardClient
{
    static readonly StandardEndpointResolver Resolver = new();

    internal static void Customize(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new StandardEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4Handler());
    }

    internal static Endpoint EndpointOf(ClientConfig config, string serviceId, ServiceOperationEndpointParameters parameters) =>
        Resolver.GetEndpoint(new Amazon.Runtime.Internal.ExecutionContext(
            new RequestContext(false)
            {
                ClientConfig = config,
                OriginalRequest = parameters.Request,
                Request = new DefaultRequest(parameters.Request, serviceId) { AlternateEndpoint = parameters.AlternateEndpoint },
            },
            null));

    /// <summary>The timeouts of the five modes of AWS_DEFAULTS_MODE, the same for every service.</summary>
    internal static IDefaultConfigurationProvider Defaults() => new DefaultConfigurationProvider(
        (IEnumerable<IDefaultConfiguration>)
        [
            Mode(DefaultConfigurationMode.Standard, 3100),
            Mode(DefaultConfigurationMode.InRegion, 1100),
            Mode(DefaultConfigurationMode.CrossRegion, 3100),
            Mode(DefaultConfigurationMode.Mobile, 30000),
            Mode(DefaultConfigurationMode.Auto, 1100),
        ]);

    static DefaultConfiguration Mode(DefaultConfigurationMode name, int connectMilliseconds) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMilliseconds),
    };

    sealed class SigV4Handler : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }
}

/// <summary>The name under which metrics and the user agent know the service.</summary>
sealed class StandardMetadata(string serviceId) : IServiceMetadata
{
    public string ServiceId { get; } = serviceId;
    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(0);
}
