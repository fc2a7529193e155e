using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>The JSON of a kept delivery.</summary>
/// <remarks>Shape: <c>{"sluiceFailedFinding":1,"destination","reason","firstFailed","attempts","kind","changes":[…],"flood":{…},"origin","finding":{…}}</c>;
/// where there is no finding <c>"arrival"</c> (text) or <c>"arrivalBytes"</c> (base64, for what is no UTF-8) in its place; where that is too long, all
/// behind the attempts is in <c>"gzip"</c>, JSON in gzip in base64.</remarks>
static class KeptJson
{
    /// <summary>Says that it is one, and of which version.</summary>
    public const string Marker = "sluiceFailedFinding";

    const int Version = 1;

    /// <summary>More is never written, so more is no message of ours.</summary>
    const int MaxInflatedBytes = 16 << 20;

    /// <inheritdoc cref="KeptDelivery.Write"/>
    public static string? Write(KeptDelivery kept, int maxBytes, out string problem)
    {
        problem = "";
        var plain = Json(json =>
        {
            WriteHead(json, kept);
            WriteContent(json, kept);
        });
        // Escapes make it longer than its bytes.
        if (plain.Length <= maxBytes && Text(plain) is var text && Encoding.UTF8.GetByteCount(text) <= maxBytes) return text;
        if (plain.Length <= MaxInflatedBytes)
        {
            var gzip = Compress(Json(json => WriteContent(json, kept)));
            var packed = Json(json =>
            {
                WriteHead(json, kept);
                json.WriteBase64String("gzip"u8, gzip);
            });
            if (packed.Length <= maxBytes) return Text(packed);
            problem = string.Create(CultureInfo.InvariantCulture, $"it has {plain.Length} bytes, {packed.Length} when compressed, and a message may have {maxBytes}");
            return null;
        }
        problem = string.Create(CultureInfo.InvariantCulture, $"it has {plain.Length} bytes, more than {MaxInflatedBytes}");
        return null;
    }

    /// <inheritdoc cref="KeptDelivery.Read(JsonElement, ReadFinding, out string)"/>
    public static KeptDelivery? Read(JsonElement message, ReadFinding readFinding, out string problem)
    {
        problem = "";
        try
        {
            var head = new KeptReader(message, "the kept delivery");
            var version = head.Number(Marker);
            if (version != Version) throw new InvalidDataException($"the kept delivery has version {version.ToString(CultureInfo.InvariantCulture)}, and {Version} is known");
            var kept = new KeptDelivery(head.Text("destination"), head.Text("reason"), head.Time("firstFailed"), (int)Math.Clamp(head.Number("attempts"), 0, int.MaxValue));
            if (head.Optional("gzip") is not { } packed) return head.ReadContent(kept, readFinding);
            using var inflated = Inflate(packed);
            return new KeptReader(inflated.RootElement, "the compressed part of the kept delivery").ReadContent(kept, readFinding);
        }
        catch (InvalidDataException wrong)
        {
            problem = wrong.Message;
            return null;
        }
    }

    static void WriteHead(Utf8JsonWriter json, KeptDelivery kept)
    {
        json.WriteNumber(Marker, Version);
        json.WriteString("destination"u8, kept.Destination);
        json.WriteString("reason"u8, kept.Reason);
        json.WriteString("firstFailed"u8, kept.FirstFailed.ToString("O", CultureInfo.InvariantCulture));
        json.WriteNumber("attempts"u8, kept.Attempts);
    }

    static void WriteContent(Utf8JsonWriter json, KeptDelivery kept)
    {
        if (kept.Finding is not { } finding)
        {
            if (IsUtf8(kept.Arrival.Span)) json.WriteString("arrival"u8, kept.Arrival.Span);
            else json.WriteBase64String("arrivalBytes"u8, kept.Arrival.Span);
            return;
        }
        json.WriteString("kind"u8, NoticeWords.Of(kept.Kind));
        json.WriteStartArray("changes"u8);
        foreach (var change in kept.Changes) json.WriteStringValue(change);
        json.WriteEndArray();
        if (kept.Flood is { } flood) WriteFlood(json, flood);
        json.WriteString("origin"u8, finding.Origin.ToString());
        json.WritePropertyName("finding"u8);
        // As it came; a notice of an event that carries no finding has none, and then what is known of it.
        var raw = finding.Raw.Span;
        if (raw.StartsWith("\ufeff"u8)) raw = raw[3..];
        if (IsObject(raw)) json.WriteRawValue(raw, skipInputValidation: true);
        else FindingJson.Write(json, finding);
    }

    static bool IsObject(ReadOnlySpan<byte> raw)
    {
        try
        {
            var json = new Utf8JsonReader(raw);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
            json.Skip();
            return !json.Read();
        }
        catch (JsonException)
        {
            return false;       // none, then: nothing of ours makes such a one
        }
    }

    static void WriteFlood(Utf8JsonWriter json, Flood flood)
    {
        json.WriteStartObject("flood"u8);
        json.WriteString("key"u8, flood.Key);
        json.WriteString("type"u8, flood.Type);
        json.WriteString("account"u8, flood.AccountId);
        json.WriteNumber("count"u8, flood.Count);
        json.WriteNumber("grouped"u8, flood.Grouped);
        json.WriteNumber("severity"u8, flood.HighestSeverity);
        json.WriteString("since"u8, flood.Since.ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("until"u8, flood.Until.ToString("O", CultureInfo.InvariantCulture));
        json.WriteStartArray("subjects"u8);
        foreach (var subject in flood.Subjects) json.WriteStringValue(subject);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static byte[] Json(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        // Not indented, and whatever a finding's depth is.
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A raw finding may hold, inside its texts, what SQS does not take; escaped it means the same.</summary>
    static string Text(byte[] json) => Parcel.Legal(Encoding.UTF8.GetString(json), isJson: true);

    static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    static byte[] Compress(byte[] json)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(json);
        return packed.ToArray();
    }

    static JsonDocument Inflate(string base64)
    {
        var buffer = new ByteBuffer();
        try
        {
            Gzip.Inflate(Convert.FromBase64String(base64), buffer, MaxInflatedBytes);
            return JsonDocument.Parse(buffer.Written.ToArray());
        }
        catch (FormatException)
        {
            throw new InvalidDataException("the compressed part of the kept delivery is not base64, or is cut");
        }
        catch (InvalidDataException wrong)
        {
            throw new InvalidDataException($"the compressed part of the kept delivery: {wrong.Message}", wrong);
        }
        catch (JsonException)
        {
            throw new InvalidDataException("the compressed part of the kept delivery is no JSON");
        }
    }
}
