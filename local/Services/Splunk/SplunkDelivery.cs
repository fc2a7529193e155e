using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>The Splunk destination of a delivery stream.</summary>
/// <param name="Endpoint">Of the HTTP Event Collector, without a path.</param>
/// <param name="RetryFor">How long a delivery is tried after the first refusal.</param>
/// <param name="AcknowledgeWithin">How long an acknowledgement is waited for.</param>
sealed record SplunkDestination(Uri Endpoint, TimeSpan RetryFor, TimeSpan AcknowledgeWithin);

/// <summary>Delivers to an HTTP Event Collector as Firehose does: posts, then asks until it is acknowledged, and posts again until the time is up.</summary>
/// <remarks>At least once: what was taken but not acknowledged in time is posted again, and Splunk then has it twice.
/// Source: Firehose developer guide, "Understand data delivery" and "Splunk data delivery errors" (the codes).</remarks>
sealed class SplunkDelivery(SplunkDestination destination, string token, HttpClient http, TimeProvider time)
{
    static readonly TimeSpan s_betweenAsks = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan s_betweenTries = TimeSpan.FromSeconds(1);

    readonly string _channel = Guid.NewGuid().ToString();

    /// <summary>Attempts of the last delivery.</summary>
    public int Attempts { get; private set; }

    /// <returns>Null: acknowledged. Otherwise why the events are to be put aside.</returns>
    public async Task<LambdaFailure?> DeliverAsync(ReadOnlyMemory<byte> events, CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + destination.RetryFor;
        for (Attempts = 1; ; Attempts++)
        {
            var failure = await TryAsync(events, cancellation);
            if (failure is null || time.GetUtcNow() + s_betweenTries > until) return failure;
            await Task.Delay(s_betweenTries, time, cancellation);
        }
    }

    async Task<LambdaFailure?> TryAsync(ReadOnlyMemory<byte> events, CancellationToken cancellation)
    {
        try
        {
            var (status, answer) = await PostAsync("services/collector/event", new ReadOnlyMemoryContent(events), cancellation);
            if (status != 200) return new($"Splunk.{Code(status, answer)}", $"The HTTP Event Collector answered {status}: {answer?["text"]}");
            if (!(answer?["ackId"] is JsonValue given && given.TryGetValue<long>(out var id))) return new("Splunk.DisabledAck", "Indexer acknowledgement is off for this token.");
            return await AcknowledgedAsync(id, cancellation) ? null
                : new("Splunk.AckTimeout", $"No acknowledgement came within {destination.AcknowledgeWithin.TotalSeconds:F0} seconds.");
        }
        catch (HttpRequestException unreachable)
        {
            return new("Splunk.ConnectionClosed", unreachable.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new("Splunk.ConnectionTimeout", "The HTTP Event Collector did not answer in time.");
        }
    }

    async Task<bool> AcknowledgedAsync(long id, CancellationToken cancellation)
    {
        for (var until = time.GetUtcNow() + destination.AcknowledgeWithin; ;)
        {
            var ask = new JsonObject { ["acks"] = new JsonArray(id) };
            var (status, answer) = await PostAsync("services/collector/ack", new StringContent(ask.ToJsonString()), cancellation);
            if (status == 200 && answer?["acks"] is JsonObject acks && acks[$"{id}"] is JsonValue value && value.TryGetValue<bool>(out var isTaken) && isTaken) return true;
            if (time.GetUtcNow() + s_betweenAsks > until) return false;
            await Task.Delay(s_betweenAsks, time, cancellation);
        }
    }

    async Task<(int Status, JsonObject? Answer)> PostAsync(string path, HttpContent body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(destination.Endpoint, $"{path}?channel={_channel}")) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Splunk", token);
        using var answer = await http.SendAsync(request, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return ((int)answer.StatusCode, Parse(text));
    }

    /// <summary>A proxy before Splunk answers in whatever form it likes.</summary>
    static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static string Code(int status, JsonObject? answer) => (status, answer?["code"] is JsonValue code && code.TryGetValue<int>(out var number) ? number : 0) switch
    {
        (_, 1) => "DisabledToken",
        (_, 4) or (401, _) => "InvalidToken",
        (_, 5 or 6 or 12 or 13 or 15) => "InvalidDataFormat",
        (_, 7) => "InvalidIndex",
        (_, 14) => "DisabledAck",
        (>= 500, _) => "ServerError",
        _ => "BadRequest",
    };
}
