using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>The first serializer of this package, kept for functions that rely on its camel case.</summary>
[Obsolete("Use DefaultLambdaJsonSerializer or CamelCaseLambdaJsonSerializer.")]
[RequiresUnreferencedCode("It finds properties by reflection; a trimmed function needs SourceGeneratorLambdaJsonSerializer.")]
[RequiresDynamicCode("It finds properties by reflection; a native function needs SourceGeneratorLambdaJsonSerializer.")]
public class LambdaJsonSerializer : ILambdaSerializer
{
    readonly DefaultLambdaJsonSerializer _serializer;

    public LambdaJsonSerializer() : this(null, null)
    {
    }

    public LambdaJsonSerializer(Action<JsonSerializerOptions> customizer) : this(customizer, null)
    {
    }

    public LambdaJsonSerializer(Action<JsonSerializerOptions> customizer, Action<JsonWriterOptions> jsonWriterCustomizer) =>
        _serializer = new DefaultLambdaJsonSerializer(
            options =>
            {
                options.PropertyNamingPolicy = new AwsNamingPolicy(JsonNamingPolicy.CamelCase);
                customizer?.Invoke(options);
            },
            jsonWriterCustomizer);

    public void Serialize<T>(T response, Stream responseStream) => _serializer.Serialize(response, responseStream);

    public T Deserialize<T>(Stream requestStream) => _serializer.Deserialize<T>(requestStream);
}
