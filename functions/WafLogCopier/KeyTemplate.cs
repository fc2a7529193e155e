using System.Globalization;
using System.Text;

namespace Sluice.WafLogCopier;

/// <summary>The key of a copy, as a text with named parts: <c>{account}/{region}/{stream}/{yyyy}/{MM}/{dd}/{HH}/{name}</c>.</summary>
sealed class KeyTemplate
{
    /// <summary>Folders by value.</summary>
    public const string Plain = "{account}/{region}/{stream}/{yyyy}/{MM}/{dd}/{HH}/{name}";

    /// <summary>Folders by name and value: Athena, Glue and Spark find these partitions by themselves.</summary>
    public const string Hive = "account={account}/region={region}/stream={stream}/year={yyyy}/month={MM}/day={dd}/hour={HH}/{name}";

    static readonly string[] s_parts = ["account", "region", "stream", "yyyy", "MM", "dd", "HH", "mm", "name", "key", "bucket"];

    readonly (string Literal, string Part)[] _pieces;

    KeyTemplate((string, string)[] pieces) => _pieces = pieces;

    /// <summary>What every key begins with, before the first named part.</summary>
    public string Prefix => _pieces[0].Literal;

    /// <summary>Reads a template, or says what is wrong with it.</summary>
    public static KeyTemplate? Parse(string text, Action<string> problem)
    {
        var pieces = new List<(string, string)>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('{', at);
            if (open < 0)
            {
                pieces.Add((text[at..], ""));
                break;
            }
            var close = text.IndexOf('}', open);
            var part = close < 0 ? text[(open + 1)..] : text[(open + 1)..close];
            if (close < 0 || !s_parts.Contains(part, StringComparer.Ordinal))
            {
                problem($"has '{{{part}', expected {string.Join(", ", s_parts.Select(one => $"{{{one}}}"))}");
                return null;
            }
            pieces.Add((text[at..open], part));
            at = close + 1;
        }
        if (!pieces.Exists(piece => piece.Item2 is "name" or "key"))
        {
            problem("has neither {name} nor {key}: all objects of an hour would have one key");
            return null;
        }
        return new([.. pieces]);
    }

    /// <summary>The key of the copy.</summary>
    /// <returns>The key, or which parts of it are not known.</returns>
    public (string? Key, string? Missing) Render(CreatedObject source, KeyParts parts)
    {
        var key = new StringBuilder();
        List<string>? missing = null;
        foreach (var (literal, part) in _pieces)
        {
            key.Append(literal);
            if (part.Length == 0) continue;
            var value = ValueOf(part, source, parts);
            if (value.Length == 0) (missing ??= []).Add(part);
            key.Append(value);
        }
        return missing is null ? (key.ToString(), null) : (null, string.Join(", ", missing.Distinct()));
    }

    static string ValueOf(string part, CreatedObject source, KeyParts parts) => part switch
    {
        "account" => parts.Account,
        "region" => parts.Region,
        "stream" => parts.Stream,
        "name" => source.Key[(source.Key.LastIndexOf('/') + 1)..],
        "key" => source.Key,
        "bucket" => source.Bucket,
        _ => parts.Time?.ToString(part == "mm" ? "mm" : part, CultureInfo.InvariantCulture) ?? "",
    };
}
