using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>The Splunk sourcetype of a log group: the first rule whose pattern is found in its name, else the default.</summary>
sealed class SourceTypes
{
    /// <summary>As the Splunk Add-on for AWS names them. Words and not patterns: a pattern costs milliseconds at every start.</summary>
    static readonly (string Word, byte[] SourceType)[] s_builtIn =
    [
        ("cloudtrail", "aws:cloudtrail"u8.ToArray()),
        ("vpc", "aws:cloudwatchlogs:vpcflow"u8.ToArray()),
        ("flowlog", "aws:cloudwatchlogs:vpcflow"u8.ToArray()),
        ("flow-log", "aws:cloudwatchlogs:vpcflow"u8.ToArray()),
    ];

    readonly List<(Regex Pattern, ReadOnlyMemory<byte> SourceType)> _rules = [];
    readonly ReadOnlyMemory<byte> _fallback;
    string? _lastGroup;
    ReadOnlyMemory<byte> _last;

    SourceTypes(ReadOnlyMemory<byte> fallback) => _fallback = fallback;

    /// <summary><c>SPLUNK_SOURCETYPES</c>: <c>pattern=&gt;sourcetype;…</c>; its rules come before those built in.
    /// <c>SPLUNK_SOURCETYPE</c>: for every other group.</summary>
    public static SourceTypes From(EnvironmentReader env)
    {
        var types = new SourceTypes(Encoding.UTF8.GetBytes(Checked(env, "SPLUNK_SOURCETYPE", env.Text("SPLUNK_SOURCETYPE", "aws:cloudwatchlogs"))));
        var own = env.Text("SPLUNK_SOURCETYPES", "");
        foreach (var rule in own.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var arrow = rule.LastIndexOf("=>", StringComparison.Ordinal);
            if (arrow <= 0 || arrow + 2 == rule.Length) env.Problem($"SPLUNK_SOURCETYPES has '{rule}', which is not pattern=>sourcetype");
            else if (env.PatternOf("SPLUNK_SOURCETYPES", rule[..arrow]) is { } pattern)
                types._rules.Add((pattern, Encoding.UTF8.GetBytes(Checked(env, "SPLUNK_SOURCETYPES", rule[(arrow + 2)..]))));
        }
        return types;
    }

    /// <summary>The sourcetype, as it may stand in JSON. A batch comes from few groups, so the last is remembered.</summary>
    public ReadOnlyMemory<byte> Of(string logGroup)
    {
        if (logGroup == _lastGroup) return _last;
        _lastGroup = logGroup;
        return _last = Find(logGroup);
    }

    ReadOnlyMemory<byte> Find(string logGroup)
    {
        foreach (var (pattern, sourceType) in _rules)
            if (pattern.IsMatch(logGroup)) return sourceType;
        foreach (var (word, sourceType) in s_builtIn)
            if (logGroup.Contains(word, StringComparison.OrdinalIgnoreCase)) return sourceType;
        return _fallback;
    }

    static string Checked(EnvironmentReader env, string name, string sourceType)
    {
        if (sourceType.AsSpan().IndexOfAny('"', '\\') >= 0) env.Problem($"{name} has the sourcetype '{sourceType}' with a quote or backslash");
        return sourceType;
    }
}
