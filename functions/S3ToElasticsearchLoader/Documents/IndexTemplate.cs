using System.Buffers;
using System.Text;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The name of an index with places for the time of the event: <c>awswaf-{yyyy.MM.dd}</c>.</summary>
/// <remarks>In braces: a pattern of <c>yyyy MM dd HH</c> with <c>. - _</c> between, in UTC; <c>format</c>, <c>account</c> or
/// <c>region</c>, the last two from the key (<c>AWSLogs/123456789012/…/us-east-1/</c>), else <c>unknown</c>. Without braces it is one
/// index, an alias or a data stream. Rules for names: Elasticsearch reference, "Create index", and OpenSearch's, which are the same.</remarks>
sealed class IndexTemplate
{
    const int MaxNameBytes = 255;
    const int MaxCached = 1000;

    static readonly SearchValues<char> Refused = SearchValues.Create("\\/*?\"<>|,# :");

    readonly string _template;
    readonly long _unit;
    readonly Dictionary<long, byte[]> _names = [];
    long _last = -1;
    byte[] _lastName = [];

    IndexTemplate(string template)
    {
        _template = template;
        _unit = template.Contains("HH", StringComparison.Ordinal) ? TimeSpan.TicksPerHour
            : template.Contains('{', StringComparison.Ordinal) ? TimeSpan.TicksPerDay : long.MaxValue;
    }

    /// <summary>What is wrong with <paramref name="template"/>, or <c>null</c>. The longest name that it can make is looked at.</summary>
    public static string? ProblemOf(string template)
    {
        var name = Render(template, DateTime.MaxValue, out var problem,
            place => place switch { "format" => "cloudfront", "account" => "123456789012", "region" => "ap-southeast-1", _ => null });
        if (problem is not null) return problem;
        if (name.Length == 0) return "it is empty";
        if (name.AsSpan().ContainsAny(Refused)) return "a name has none of \\ / * ? \" < > | , # : and no space";
        if (name.AsSpan().ContainsAnyInRange('\0', '\x1f') || name.Any(char.IsUpper)) return "a name is lower-case and has no control characters";
        if (name[0] is '-' or '_' or '+') return "a name starts with none of - _ +";
        if (name is "." or "..") return "a name is not . or ..";
        return Encoding.UTF8.GetByteCount(name) > MaxNameBytes ? $"a name has at most {MaxNameBytes} bytes" : null;
    }

    /// <summary>The pattern of all names that a template makes: <c>awswaf-*</c>.</summary>
    public static string PatternOf(string template)
    {
        var pattern = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] != '{')
            {
                pattern.Append(template[at]);
                continue;
            }
            at = template.IndexOf('}', at);
            if (pattern.Length == 0 || pattern[^1] != '*') pattern.Append('*');
        }
        return pattern.ToString();
    }

    /// <summary>The template for one object.</summary>
    /// <param name="template">Without a problem.</param>
    /// <param name="format">What <c>{format}</c> becomes.</param>
    /// <param name="key">The object's.</param>
    public static IndexTemplate For(string template, LogFormat format, string key) => new(template
        .Replace("{format}", format.Word(), StringComparison.Ordinal)
        .Replace("{account}", KeyParts.Account(key), StringComparison.Ordinal)
        .Replace("{region}", KeyParts.Region(key), StringComparison.Ordinal));

    /// <summary>The index of an event at <paramref name="ticks"/>, as UTF-8. The same bytes for the same day, or hour.</summary>
    public byte[] Name(long ticks)
    {
        var unit = ticks / _unit;
        if (unit == _last) return _lastName;
        if (!_names.TryGetValue(unit, out var name))
        {
            // Times of all ages in one object are a mistake of their writer, and no reason to grow.
            if (_names.Count == MaxCached) _names.Clear();
            _names[unit] = name = Encoding.UTF8.GetBytes(Render(_template, new DateTime(ticks, DateTimeKind.Utc), out _, _ => null));
        }
        (_last, _lastName) = (unit, name);
        return name;
    }

    static string Render(string template, DateTime time, out string? problem, Func<string, string?> place)
    {
        problem = null;
        var name = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] == '}') problem = "a } has no {";
            if (template[at] != '{')
            {
                name.Append(template[at]);
                continue;
            }
            var end = template.IndexOf('}', at);
            var inside = end < 0 ? "" : template[(at + 1)..end];
            if (inside.Length == 0 || (place(inside) ?? Time(inside, time)) is not { } text)
            {
                problem = "in braces stand yyyy, MM, dd and HH with . - _ between, or format, account or region";
                return "";
            }
            name.Append(text);
            at = end;
        }
        return name.ToString();
    }

    static string? Time(string pattern, DateTime time)
    {
        var text = new StringBuilder();
        for (var rest = pattern.AsSpan(); rest.Length > 0;)
        {
            var (part, number) = rest switch
            {
                ['y', 'y', 'y', 'y', ..] => (4, time.Year),
                ['M', 'M', ..] => (2, time.Month),
                ['d', 'd', ..] => (2, time.Day),
                ['H', 'H', ..] => (2, time.Hour),
                ['.' or '-' or '_', ..] => (1, -1),
                _ => (0, -1),
            };
            if (part == 0) return null;
            if (number < 0) text.Append(rest[0]);
            else text.Append(number.ToString(part == 4 ? "D4" : "D2", System.Globalization.CultureInfo.InvariantCulture));
            rest = rest[part..];
        }
        return text.ToString();
    }
}
