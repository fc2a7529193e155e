using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>A Prefix or ErrorOutputPrefix with its expressions, <c>!{namespace:value}</c>.</summary>
/// <remarks>Source: "Understand custom prefixes for Amazon S3 objects".</remarks>
sealed partial class ObjectPrefix
{
    public const string DefaultTimestamp = "!{timestamp:yyyy/MM/dd/HH}/";
    const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    readonly List<(string Literal, string Namespace, string Value)> _parts = [];
    readonly string _text;

    /// <exception cref="FormatException">An expression that Firehose or the local player does not know.</exception>
    public ObjectPrefix(string text)
    {
        _text = text;
        var from = 0;
        foreach (Match match in Expression.Matches(text))
        {
            var part = (text[from..match.Index], match.Groups["namespace"].Value, match.Groups["value"].Value);
            Check(part.Item2, part.Item3, match.Value);
            _parts.Add(part);
            from = match.Index + match.Length;
        }
        if (text.IndexOf("!{", from, StringComparison.Ordinal) >= 0) throw new FormatException($"prefix '{text}': an expression is not closed.");
        _parts.Add((text[from..], "", ""));
    }

    public bool HasExpressions => _parts.Count > 1;

    public bool HasTimestamp => _parts.Exists(part => part.Namespace == "timestamp");

    public bool HasErrorOutputType => _parts.Exists(part => part is { Namespace: "firehose", Value: "error-output-type" });

    public IEnumerable<string> PartitionKeys => _parts.Where(part => part.Namespace is "partitionKeyFromLambda" or "partitionKeyFromQuery").Select(part => part.Value);

    /// <param name="oldest">Arrival of the oldest record in the object: every timestamp in the prefix is that instant.</param>
    public string Evaluate(DateTimeOffset oldest, string errorOutputType, IReadOnlyDictionary<string, string> partitionKeys, Random random)
    {
        var key = new StringBuilder();
        foreach (var (literal, name, value) in _parts)
        {
            key.Append(literal).Append(name switch
            {
                "timestamp" => JavaTimestamp.Format(value, oldest),
                "partitionKeyFromLambda" or "partitionKeyFromQuery" => partitionKeys[value],
                "firehose" when value == "random-string" => random.GetString(Digits, 11),
                "firehose" => errorOutputType,
                _ => "",
            });
        }
        return key.ToString();
    }

    public override string ToString() => _text;

    static void Check(string name, string value, string expression)
    {
        var known = name switch
        {
            "timestamp" => JavaTimestamp.Format(value, DateTimeOffset.UnixEpoch) is not null,
            "firehose" => value is "random-string" or "error-output-type",
            "partitionKeyFromLambda" or "partitionKeyFromQuery" => value.Length > 0,
            _ => false,
        };
        if (!known) throw new FormatException($"the local player does not know {expression}.");
    }

    [GeneratedRegex(@"!\{(?<namespace>[^:}]*):?(?<value>[^}]*)\}", RegexOptions.CultureInvariant)]
    static partial Regex Expression { get; }
}
