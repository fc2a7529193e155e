using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>Takes what must not be seen out of a message: each find becomes <c>[redacted:name]</c>.</summary>
/// <param name="Name">What it finds.</param>
/// <param name="Pattern">Candidates, found in linear time.</param>
/// <param name="IsMeant">Tells a find from what only looks like one.</param>
sealed record Redaction(string Name, Regex Pattern, Func<Match, string, bool>? IsMeant = null)
{
    static readonly Dictionary<string, (string Pattern, Func<Match, string, bool>? IsMeant)> Known = new(StringComparer.Ordinal)
    {
        ["ipv4"] = (@"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b", null),
        // Look-arounds would tie it to borders; without them any run of its characters is a candidate, and the parser decides.
        ["ipv6"] = (@"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*", IsIPv6),
        ["email"] = (@"[A-Za-z0-9._%+\-]+@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}", null),
        ["card"] = (@"\b\d(?:[ \-]?\d){12,18}\b", PassesLuhn),
        ["aws-keys"] = (@"\b(?:AKIA|ASIA|AIDA|AROA|AIPA|ANPA|ANVA|ABIA|ACCA)[A-Z0-9]{16}\b"
            + @"|(?i:secret_?access_?key|aws_?secret)[""' ]{0,2}[:=][""' ]{0,3}[A-Za-z0-9/+=]{40}", null),
    };

    /// <summary><c>REDACT</c>: names with commas between; <c>REDACT_PATTERN</c>: a pattern of one's own.</summary>
    public static Redaction[] From(EnvironmentReader env)
    {
        var redactions = new List<Redaction>();
        foreach (var name in env.Text("REDACT", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Known.TryGetValue(name, out var known)) env.Problem($"REDACT has '{name}', expected some of {string.Join(", ", Known.Keys)}");
            else if (env.PatternOf("REDACT", known.Pattern) is { } pattern) redactions.Add(new Redaction(name, pattern, known.IsMeant));
        }
        if (env.Pattern("REDACT_PATTERN") is { } own) redactions.Add(new Redaction("pattern", own));
        return [.. redactions];
    }

    /// <summary>The same string where nothing was found.</summary>
    public string Apply(string message) => Pattern.IsMatch(message)
        ? Pattern.Replace(message, found => found.Length > 0 && IsMeant?.Invoke(found, message) != false ? Mark : found.Value)
        : message;

    string Mark => string.Create(CultureInfo.InvariantCulture, $"[redacted:{Name}]");

    /// <summary>Not <c>12:34:56</c>, and not the <c>d::</c> of <c>std::vector</c>.</summary>
    static bool IsIPv6(Match found, string message)
    {
        var end = found.Index + found.Length;
        return (found.Index == 0 || !char.IsLetterOrDigit(message[found.Index - 1]))
            && (end == message.Length || !char.IsLetterOrDigit(message[end]))
            && IPAddress.TryParse(found.ValueSpan.TrimEnd('.'), out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    /// <summary>ISO/IEC 7812: doubles every second digit from the right, adds the digits, and the sum must end in 0.</summary>
    static bool PassesLuhn(Match found, string message)
    {
        var candidate = found.ValueSpan;
        var (sum, twice) = (0, false);
        for (var i = candidate.Length - 1; i >= 0; i--)
        {
            if (!char.IsAsciiDigit(candidate[i])) continue;
            var digit = (candidate[i] - '0') * (twice ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
            twice = !twice;
        }
        return sum % 10 == 0;
    }
}
