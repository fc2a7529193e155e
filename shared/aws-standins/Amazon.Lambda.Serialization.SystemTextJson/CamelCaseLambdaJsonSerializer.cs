using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>As <see cref="DefaultLambdaJsonSerializer"/>, but names that have no attribute are written in camel case.</summary>
[RequiresUnreferencedCode("It finds properties by reflection; a trimmed function needs SourceGeneratorLambdaJsonSerializer.")]
[RequiresDynamicCode("It finds properties by reflection; a native function needs SourceGeneratorLambdaJsonSerializer.")]
public class CamelCaseLambdaJsonSerializer : DefaultLambdaJsonSerializer
{
    public CamelCaseLambdaJsonSerializer()
        : base(options => options.PropertyNamingPolicy = new AwsNamingPolicy(JsonNamingPolicy.CamelCase))
    {
    }
}
