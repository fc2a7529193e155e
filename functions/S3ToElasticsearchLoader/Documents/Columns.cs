using System.Buffers;
using System.Text;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>What a column of a text log holds.</summary>
enum ColumnKind : byte
{
    /// <summary>A text.</summary>
    Text,
    /// <summary>A number, written as the digits it is.</summary>
    Number,
    /// <summary>An address; what is none is left out, for a field of type ip would refuse the document.</summary>
    Ip,
    /// <summary><c>address:port</c>, becomes <c>name_ip</c> and <c>name_port</c>.</summary>
    IpPort,
    /// <summary><c>METHOD url protocol</c>, stays and becomes <c>request_method</c>, <c>request_url</c>, <c>request_protocol</c> too.</summary>
    Request,
    /// <summary>The time of the event, ISO 8601 or seconds; becomes <c>@timestamp</c> only.</summary>
    Time,
    /// <summary>The time of the event in brackets, as in <see cref="TimeText.TryClf"/>; becomes <c>@timestamp</c> only.</summary>
    ClfTime,
    /// <summary>A number, seconds since 1970, that is the time of the event too.</summary>
    EpochTime,
    /// <summary>The like, if no other column has said it.</summary>
    LaterEpochTime,
    /// <summary>The day of the event, in UTC; the time of day follows.</summary>
    Date,
    /// <summary>The time of that day.</summary>
    TimeOfDay,
}

/// <summary>A column of a text log.</summary>
/// <param name="Name">As in the document, JSON-safe.</param>
/// <param name="Kind">What it holds.</param>
sealed record Column(string Name, ColumnKind Kind)
{
    /// <summary>The name as UTF-8.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);

    /// <summary>Columns of the form <c>name</c> or <c>name:kind</c>, with a space between.</summary>
    public static Column[] Table(string columns) => [.. columns.Split(' ').Select(column => column.Split(':') is [var name, var kind]
        ? new Column(name, Enum.Parse<ColumnKind>(kind)) : new Column(column, ColumnKind.Text))];
}

/// <summary>What columns are made of.</summary>
static class Columns
{
    static readonly SearchValues<byte> IpBytes = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>Whether <paramref name="text"/> is an IPv4 or IPv6 address, as a field of type ip takes it.</summary>
    public static bool IsIp(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 2 or > 45 || text.ContainsAnyExcept(IpBytes)) return false;
        if (!text.Contains((byte)':')) return IsIp4(text);
        Span<char> letters = stackalloc char[45];
        return System.Net.IPAddress.TryParse(letters[..Encoding.ASCII.GetChars(text, letters)], out _);
    }

    static bool IsIp4(ReadOnlySpan<byte> text)
    {
        var (parts, digits, value) = (1, 0, 0);
        foreach (var letter in text)
        {
            if (letter == '.')
            {
                if (digits == 0 || ++parts > 4) return false;
                (digits, value) = (0, 0);
            }
            else if (!char.IsAsciiDigit((char)letter) || ++digits > 3 || (value = (value * 10) + letter - '0') > 255) return false;
        }
        return parts == 4 && digits > 0;
    }

    /// <summary>Whether <paramref name="text"/> is a number; <paramref name="number"/> is it as JSON wants it, without leading zeros.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> number)
    {
        number = text;
        var at = text is [(byte)'-', ..] ? 1 : 0;
        var whole = Digits(text[at..]);
        if (whole == 0) return false;
        if (at == 0)
        {
            for (; whole > 1 && number[0] == '0'; whole--) number = number[1..];
        }
        else if (whole > 1 && text[1] == '0') return false;
        at += whole;
        if (at < number.Length && number[at] == '.')
        {
            var fraction = Digits(number[(at + 1)..]);
            if (fraction == 0) return false;
            at += 1 + fraction;
        }
        if (at < number.Length && number[at] is ((byte)'e' or (byte)'E'))
        {
            at++;
            if (at < number.Length && number[at] is ((byte)'+' or (byte)'-')) at++;
            var exponent = Digits(number[at..]);
            if (exponent == 0) return false;
            at += exponent;
        }
        return at == number.Length;
    }

    static int Digits(ReadOnlySpan<byte> text)
    {
        var other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }

    /// <summary>Splits at each <paramref name="separator"/>; what is more than there is room for stays in the last part.</summary>
    public static int Split(ReadOnlySpan<byte> text, byte separator, Span<Range> parts)
    {
        var (count, start) = (0, 0);
        while (count < parts.Length - 1)
        {
            var end = text[start..].IndexOf(separator);
            if (end < 0) break;
            parts[count++] = start..(start + end);
            start += end + 1;
        }
        parts[count++] = start..text.Length;
        return count;
    }
}
