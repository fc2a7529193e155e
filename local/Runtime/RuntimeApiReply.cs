using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Sluice.Local;

/// <summary>What the Runtime API answers to one call.</summary>
sealed record RuntimeApiReply(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json")
{
    /// <summary>Those with a null value are left out, as AWS does.</summary>
    public IReadOnlyList<(string Name, string? Value)> Headers { get; init; } = [];

    public static RuntimeApiReply Accepted { get; } = new(202, "{\"status\":\"OK\"}\n"u8.ToArray());

    public static RuntimeApiReply Restored { get; } = new(200, ReadOnlyMemory<byte>.Empty);

    public static RuntimeApiReply NotFound { get; } = new(404, "404 page not found\n"u8.ToArray(), "text/plain; charset=utf-8");

    public static RuntimeApiReply MethodNotAllowed { get; } = new(405, ReadOnlyMemory<byte>.Empty);

    public static RuntimeApiReply Of(Refusal? refused) =>
        refused is null ? Accepted : new(refused.Status, ErrorJson(refused.Message, refused.Type));

    public static byte[] ErrorJson(string message, string type)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("errorMessage"u8, message);
            writer.WriteString("errorType"u8, type);
            writer.WriteEndObject();
        }

        return json.ToArray();
    }
}

/// <summary>Writes a reply, with the faults that a script asks for.</summary>
sealed class Reply(HttpContext context, RuntimeApiFault fault)
{
    public async Task SendAsync(RuntimeApiReply reply)
    {
        if (fault.Cut == Cut.BeforeReply)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;
        response.ContentLength = reply.Body.Length;
        foreach (var (name, value) in reply.Headers)
            if (value is { Length: > 0 }) response.Headers[name] = value;
        foreach (var (name, value) in fault.Headers)
            response.Headers[name] = value;                             // null removes it

        if (fault.Cut == Cut.DuringReply)
        {
            await response.Body.WriteAsync(reply.Body[..(reply.Body.Length / 2)], context.RequestAborted);
            await response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        await response.Body.WriteAsync(reply.Body, context.RequestAborted);
        await response.CompleteAsync();
        if (fault.Cut == Cut.AfterReply) context.Connection.RequestClose();      // unannounced: the headers are out
    }
}
