using System.Text;
using System.Text.Json;

namespace Sluice;

/// <summary>A request as an HTTP API of API Gateway or a function URL hands it over (payload format 2.0). Pure.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Headers">By name in lower case.</param>
/// <param name="Caller">ARN of who signed it; <c>null</c> where IAM did not ask.</param>
/// <param name="Body">Decoded; empty where there is none. Forms come in base64.</param>
/// <remarks>Source: API Gateway developer guide, "AWS Lambda proxy integrations for HTTP APIs".</remarks>
public sealed record HttpCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string? Caller, byte[] Body)
{
    /// <summary>The media type of the body, without parameters, in lower case.</summary>
    public string MediaType => Headers.GetValueOrDefault("content-type", "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>Reads one.</summary>
    /// <param name="event">Any event.</param>
    /// <returns><c>null</c> where it is no request.</returns>
    /// <exception cref="InvalidDataException">It is one of another payload format, or its body is not the base64 that it says it is.</exception>
    public static HttpCall? Read(JsonElement @event)
    {
        if (@event.ValueKind != JsonValueKind.Object || !@event.TryGetProperty("requestContext", out var context) || context.ValueKind != JsonValueKind.Object) return null;
        if (!context.TryGetProperty("http", out var http) || http.ValueKind != JsonValueKind.Object || Text(http, "method") is not { } method)
            throw new InvalidDataException("The request came through an API with payload format 1.0: use an HTTP API with format 2.0, or a function URL.");
        return new(method, Text(@event, "rawPath") ?? "/", HeadersOf(@event), CallerOf(context), BodyOf(@event));
    }

    static Dictionary<string, string> HeadersOf(JsonElement @event)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (@event.TryGetProperty("headers", out var all) && all.ValueKind == JsonValueKind.Object)
            foreach (var header in all.EnumerateObject()) headers[header.Name.ToLowerInvariant()] = header.Value.ValueKind == JsonValueKind.String ? header.Value.GetString()! : "";
        return headers;
    }

    static string? CallerOf(JsonElement context) =>
        context.TryGetProperty("authorizer", out var authorizer) && authorizer.ValueKind == JsonValueKind.Object
        && authorizer.TryGetProperty("iam", out var iam) && iam.ValueKind == JsonValueKind.Object
        && Text(iam, "userArn") is { Length: > 0 } arn ? arn : null;

    static byte[] BodyOf(JsonElement @event)
    {
        if (!@event.TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.String) return [];
        if (!(@event.TryGetProperty("isBase64Encoded", out var encoded) && encoded.ValueKind == JsonValueKind.True)) return Encoding.UTF8.GetBytes(body.GetString()!);
        return body.TryGetBytesFromBase64(out var bytes) ? bytes : throw new InvalidDataException("The request's body is not the base64 that isBase64Encoded says it is.");
    }

    static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;
}
