using System.Text;
using System.Text.Json;

namespace Sluice.FormIntake;

/// <summary>A request as an HTTP API of API Gateway or a function URL hands it over (payload format 2.0).</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Headers">By name in lower case.</param>
/// <param name="Body">Decoded; forms come in base64.</param>
sealed record HttpCall(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The media type of the body, without parameters, in lower case.</summary>
    public string MediaType => (Headers.GetValueOrDefault("content-type", "").Split(';')[0]).Trim().ToLowerInvariant();

    /// <summary>Reads an event.</summary>
    /// <exception cref="InvalidDataException">It is no request.</exception>
    public static HttpCall Read(ReadOnlyMemory<byte> @event)
    {
        try
        {
            using var json = JsonDocument.Parse(@event);
            var root = json.RootElement;
            if (!root.TryGetProperty("requestContext", out var context) || !context.TryGetProperty("http", out var http))
                throw new InvalidDataException("The event is no request of an HTTP API or a function URL: it has no requestContext.http (payload format 2.0).");
            var headers = new Dictionary<string, string>(StringComparer.Ordinal);
            if (root.TryGetProperty("headers", out var all) && all.ValueKind == JsonValueKind.Object)
                foreach (var header in all.EnumerateObject()) headers[header.Name.ToLowerInvariant()] = header.Value.GetString() ?? "";
            var text = root.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.String ? body.GetString()! : "";
            var isBase64 = root.TryGetProperty("isBase64Encoded", out var encoded) && encoded.ValueKind == JsonValueKind.True;
            var path = root.TryGetProperty("rawPath", out var raw) ? raw.GetString() ?? "/" : "/";
            return new(http.GetProperty("method").GetString() ?? "", path, headers, isBase64 ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text));
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException("The event is no request of an HTTP API or a function URL (payload format 2.0).", wrong);
        }
    }
}
