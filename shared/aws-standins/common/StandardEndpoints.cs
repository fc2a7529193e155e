using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util;

namespace Amazon.StandIns;

/// <summary>The four inputs that the endpoint rules of every regional service begin with.</summary>
sealed class StandardEndpointParameters : EndpointParameters
{
    internal string Region { get => (string)this["Region"]; set => this["Region"] = value; }
    internal bool UseDualStack { get => (bool)this["UseDualStack"]; set => this["UseDualStack"] = value; }
    internal bool UseFips { get => (bool)this["UseFIPS"]; set => this["UseFIPS"] = value; }
    internal string Endpoint { get => (string)this["Endpoint"]; set => this["Endpoint"] = value; }
}

/// <summary>From region and flags to <c>https://service.region.suffix</c>, as the standard rule set has it.</summary>
sealed class StandardEndpointProvider(string prefix) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var (fips, dualStack) = (parameters["UseFIPS"] is true, parameters["UseDualStack"] is true);
        if (parameters["Endpoint"] is string { Length: > 0 } custom)
        {
            if (fips) throw new AmazonClientException("Invalid Configuration: FIPS and custom endpoint are not supported");
            if (dualStack) throw new AmazonClientException("Invalid Configuration: Dualstack and custom endpoint are not supported");
            return At(custom);
        }

        if (parameters["Region"] is not string { Length: > 0 } region) throw new AmazonClientException("Invalid Configuration: Missing Region");

        var partition = Fn.Partition(region);
        if (fips && Fn.GetAttr(partition, "supportsFIPS") is not true) throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS");
        if (dualStack && Fn.GetAttr(partition, "supportsDualStack") is not true) throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack");
        var suffix = Fn.GetAttr(partition, dualStack ? "dualStackDnsSuffix" : "dnsSuffix");
        return At($"https://{prefix}{(fips ? "-fips" : "")}.{region}.{suffix}");
    }

    static Endpoint At(string url) => new(url, "", "");
}

/// <summary>Asks the provider of the client's configuration (or the global one) where the request goes.</summary>
sealed class StandardEndpointResolver : BaseEndpointResolver
{
    protected override void ServiceSpecificHandler(IExecutionContext executionContext, EndpointParameters parameters) => InjectHostPrefix(executionContext.RequestContext);

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        return new StandardEndpointParameters
        {
            Region = requestContext.Request.AlternateEndpoint?.SystemName ?? Region(config),
            UseDualStack = config.UseDualstackEndpoint,
            UseFips = config.UseFIPSEndpoint,
            Endpoint = config.ServiceURL,
        };
    }

    static string Region(IClientConfig config)
    {
        if (config.RegionEndpoint is { } region) return region.SystemName;
        if (string.IsNullOrEmpty(config.ServiceURL)) return null;
        return string.IsNullOrEmpty(config.AuthenticationRegion)
            ? RegionEndpoint.GetBySystemName(AWSSDKUtils.DetermineRegion(config.ServiceURL)).SystemName
            : config.AuthenticationRegion;
    }
}
