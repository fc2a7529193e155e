using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What could not be delivered, with all that is needed to deliver it later to exactly that destination. It holds no secret: the message is made anew.</summary>
/// <param name="Destination">Name in the rules; empty for an arrival that could not be read, or not be routed.</param>
/// <param name="Reason">Why not.</param>
/// <param name="FirstFailed">When it failed for the first time.</param>
/// <param name="Attempts">How often it was tried to deliver it, each time with all tries.</param>
sealed record KeptDelivery(string Destination, string Reason, DateTimeOffset FirstFailed, int Attempts)
{
    /// <summary>Why it was to be told.</summary>
    public NoticeKind Kind { get; init; }

    /// <summary>What was to be told; <c>null</c> for an arrival that could not be read.</summary>
    public Finding? Finding { get; init; }

    /// <summary>See <see cref="Notice.Changes"/>.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>See <see cref="Notice.Flood"/>.</summary>
    public Flood? Flood { get; init; }

    /// <summary>What came in, where there is no finding.</summary>
    public ReadOnlyMemory<byte> Arrival { get; init; }

    /// <summary>Of a notice that a destination did not take.</summary>
    public static KeptDelivery Of(string destination, Notice notice, string reason, DateTimeOffset firstFailed, int attempts) => new(destination, reason, firstFailed, attempts)
    {
        Kind = notice.Kind,
        Finding = notice.Finding,
        Changes = notice.Changes,
        Flood = notice.Flood,
    };

    /// <summary>Of something that came and could not be read.</summary>
    public static KeptDelivery OfArrival(ReadOnlyMemory<byte> arrival, string reason, DateTimeOffset firstFailed, int attempts) => new("", reason, firstFailed, attempts) { Arrival = arrival };

    /// <summary>It failed again.</summary>
    public KeptDelivery Again(string reason) => this with { Reason = reason, Attempts = Attempts + 1 };

    /// <summary>The notice, made again; <c>null</c> where there is no finding.</summary>
    /// <param name="account">What the rules say now of the finding's account.</param>
    public Notice? ToNotice(AccountInfo account) => Finding is null ? null : new(Kind, Finding, account, Changes, Flood);

    /// <summary>Whether a JSON text is one of these.</summary>
    public static bool IsKept(JsonElement message) => message.ValueKind == JsonValueKind.Object && message.TryGetProperty(KeptJson.Marker, out _);

    /// <summary>As a message of a queue.</summary>
    /// <param name="maxBytes">The longest text; what is longer is compressed.</param>
    /// <param name="problem">Why there is none.</param>
    /// <returns>JSON; <c>null</c> where it is too long even then.</returns>
    public string? Write(int maxBytes, out string problem) => KeptJson.Write(this, maxBytes, out problem);

    /// <summary>Reads a message.</summary>
    /// <param name="message">JSON with the marker.</param>
    /// <param name="readFinding">Reads the finding in it.</param>
    /// <param name="problem">What is wrong with it; empty where nothing is.</param>
    /// <returns><c>null</c> where something is wrong.</returns>
    public static KeptDelivery? Read(JsonElement message, ReadFinding readFinding, out string problem) => KeptJson.Read(message, readFinding, out problem);

    /// <summary>Reads a message that may be no JSON at all.</summary>
    /// <param name="message">UTF-8.</param>
    /// <param name="readFinding">See the other.</param>
    /// <param name="problem">See the other.</param>
    public static KeptDelivery? Read(ReadOnlyMemory<byte> message, ReadFinding readFinding, out string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return Read(json.RootElement, readFinding, out problem);
        }
        catch (JsonException)
        {
            problem = "the kept delivery is no JSON, or is cut";
            return null;
        }
    }
}

/// <summary>Reads a finding, or the scan that was told as one, out of <see cref="Finding.Raw"/>: <c>FindingReader.Reread</c>.</summary>
/// <param name="raw">A JSON object in UTF-8, which the finding may keep.</param>
/// <param name="origin">Where it had come from.</param>
/// <param name="problem">Why there is none.</param>
delegate Finding? ReadFinding(ReadOnlyMemory<byte> raw, FindingOrigin origin, out string problem);
