using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A part of a finding or an event. Whatever is missing, <c>null</c> or of another type than asked for is empty: nothing here throws.</summary>
/// <remarks>Members are asked for in camelCase, as EventBridge and exports write them, and found in PascalCase too, as GetFindings does.
/// The document must be UTF-8 throughout.</remarks>
readonly record struct JsonPart(JsonElement Json)
{
    const int LongestName = 64;

    /// <summary>Whether it is there, and not <c>null</c>.</summary>
    public bool Exists => Json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether it is an object.</summary>
    public bool IsObject => Json.ValueKind == JsonValueKind.Object;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => Json.ValueKind == JsonValueKind.Array;

    /// <summary>Whether it is a string.</summary>
    public bool IsString => Json.ValueKind == JsonValueKind.String;

    /// <summary>A member.</summary>
    /// <param name="camelCase">Its name in ASCII, at most 64 bytes.</param>
    public JsonPart this[ReadOnlySpan<byte> camelCase]
    {
        get
        {
            if (!IsObject) return default;
            if (TryGet(camelCase, out var found)) return new(found);
            Span<byte> pascalCase = stackalloc byte[LongestName];
            camelCase.CopyTo(pascalCase);
            if (pascalCase[0] is < (byte)'a' or > (byte)'z') return default;
            pascalCase[0] -= 32;
            return TryGet(pascalCase[..camelCase.Length], out found) ? new(found) : default;
        }
    }

    /// <summary>The elements of an array; none of anything else.</summary>
    public JsonElement.ArrayEnumerator Items => IsArray ? Json.EnumerateArray() : default;

    /// <summary>The first element of an array; an object itself.</summary>
    public JsonPart First => IsArray ? (Json.GetArrayLength() > 0 ? new(Json[0]) : default) : this;

    /// <summary>A string, or a number as it stands; else empty. An escaped lone surrogate becomes U+FFFD.</summary>
    public string Text => Json.ValueKind switch
    {
        JsonValueKind.String => Plain(),
        JsonValueKind.Number => Json.GetRawText(),
        _ => "",
    };

    /// <summary>A number, also as a string; <c>null</c> where it is none.</summary>
    public double? Number => Json.ValueKind switch
    {
        JsonValueKind.Number when Json.TryGetDouble(out var number) => number,
        JsonValueKind.String when double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number) => number,
        _ => null,
    };

    /// <summary>A whole number, also as a string or with a fraction, which is cut; 0 where it is none. Held within the range of the type.</summary>
    public long Whole => Json.ValueKind == JsonValueKind.Number && Json.TryGetInt64(out var whole) ? whole : Number is { } number ? (long)number : 0;

    /// <summary>A boolean, also as a string; <c>null</c> where it is none.</summary>
    public bool? Flag => Json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => bool.TryParse(Text, out var flag) ? flag : null,
        _ => null,
    };

    /// <summary>ISO 8601 (without a zone it is UTC), or seconds or milliseconds since 1970, also as a string; <c>null</c> where it is neither.</summary>
    /// <remarks>GuardDuty writes ISO with and without milliseconds, and seconds with a fraction for <c>createdAt</c> of buckets and clusters.</remarks>
    public DateTimeOffset? Moment
    {
        get
        {
            if (Number is { } epoch) return OfEpoch(epoch);
            return DateTimeOffset.TryParse(Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
        }
    }

    /// <summary>Its JSON in a copy of its own: the document may go.</summary>
    public byte[] RawCopy() => Exists ? JsonMarshal.GetRawUtf8Value(Json).ToArray() : [];

    static DateTimeOffset? OfEpoch(double epoch)
    {
        const double maxSeconds = 253_402_300_799;      // the end of the year 9999
        const double fromMilliseconds = 100_000_000_000;    // as seconds it would be after the year 5000
        if (epoch >= fromMilliseconds) epoch /= 1000;
        return epoch is >= 0 and <= maxSeconds ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(epoch * 1000) * TimeSpan.TicksPerMillisecond) : null;
    }

    bool TryGet(ReadOnlySpan<byte> name, out JsonElement found)
    {
        try
        {
            return Json.TryGetProperty(name, out found);
        }
        catch (InvalidOperationException)
        {
            // Some other member's name is an escaped lone surrogate, and cannot be compared: look at those that can.
            return TryGetAmongReadable(Encoding.ASCII.GetString(name), out found);
        }
    }

    bool TryGetAmongReadable(string name, out JsonElement found)
    {
        found = default;
        foreach (var member in Json.EnumerateObject())
        {
            try
            {
                if (member.NameEquals(name)) found = member.Value;
            }
            catch (InvalidOperationException)
            {
                // This is the one.
            }
        }
        return found.ValueKind != JsonValueKind.Undefined;
    }

    string Plain()
    {
        try
        {
            return Json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(PlainBytes().Span);
        }
    }

    /// <summary>A string's text in UTF-8, in memory of its own; empty where it is no string.</summary>
    public ReadOnlyMemory<byte> PlainBytes()
    {
        if (!IsString) return default;
        var quoted = JsonMarshal.GetRawUtf8Value(Json);
        var plain = new ByteBuffer(quoted.Length);
        JsonText.AppendUnescaped(quoted[1..^1], plain);
        return plain.WrittenMemory;
    }
}
