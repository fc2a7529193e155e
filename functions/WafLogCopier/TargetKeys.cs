using System.Security.Cryptography;
using System.Text;

namespace Sluice.WafLogCopier;

/// <summary>Where a copy goes.</summary>
/// <param name="Key">The key of the copy.</param>
/// <param name="Unparsed">Why it does not lie in a partition; <c>null</c> where it does.</param>
sealed record TargetKey(string Key, string? Unparsed);

/// <summary>Parts that objects of one place have, whatever their keys say.</summary>
/// <param name="Place"><c>bucket</c> or <c>bucket/prefix</c>.</param>
/// <param name="Account">Empty where the mapping does not say.</param>
/// <param name="Region">Empty where the mapping does not say.</param>
/// <param name="Stream">Empty where the mapping does not say.</param>
sealed record KeyMapping(string Place, string Account, string Region, string Stream)
{
    /// <summary>Whether the object lies there.</summary>
    public bool Covers(CreatedObject source) => Places.Covers(Place, source.Bucket, source.Key);
}

/// <summary>Decides where each copy goes: by the key, then by the mapping of the settings, then by the event. What nothing tells goes to
/// the partition of unparsed keys, with its whole key, so that no two objects meet there.</summary>
/// <param name="template">The key in general.</param>
/// <param name="unparsedPrefix">Where the others go; ends with a slash.</param>
/// <param name="mappings">The first that covers an object counts, and has the last word on its parts.</param>
sealed class TargetKeys(KeyTemplate template, string unparsedPrefix, IReadOnlyList<KeyMapping> mappings)
{
    /// <summary>S3's limit for a key, in bytes of UTF-8.</summary>
    public const int MaxKeyBytes = 1024;

    /// <summary>What all keys of copies begin with, one of the two.</summary>
    public IReadOnlyList<string> Prefixes => [template.Prefix, unparsedPrefix];

    /// <summary>The key of the copy.</summary>
    /// <param name="source">The object.</param>
    /// <param name="ownAccount">The account that the function runs in: the resource account, where neither key, mapping nor event names one.</param>
    public TargetKey Of(CreatedObject source, string ownAccount)
    {
        var parsed = SourceKey.Parse(source.Key);
        var mapping = mappings.FirstOrDefault(one => one.Covers(source));
        var parts = new KeyParts(
            FirstOf(mapping?.Account, parsed.Account, source.Account, ownAccount),
            FirstOf(mapping?.Region, parsed.Region, source.Region),
            FirstOf(mapping?.Stream, parsed.Stream),
            parsed.Time);
        var (key, missing) = template.Render(source, parts);
        var wanted = key is null ? $"{unparsedPrefix}{source.Bucket}/{source.Key}" : key;
        return new(Short(Plain(wanted), source), key is null ? $"its key tells no {missing}" : null);
    }

    /// <summary>Where a copy goes if another object has its key already: next to it, under a name that only this object can have.</summary>
    public static string Beside(string key, CreatedObject source)
    {
        var slash = key.LastIndexOf('/') + 1;
        var dot = key.IndexOf('.', slash + 1 < key.Length ? slash + 1 : slash);
        var at = dot < 0 ? key.Length : dot;
        return Short($"{key[..at]}~{MarkOf(source)}{key[at..]}", source);
    }

    /// <summary>Segments of dots are a way up a folder to much software, and S3 itself refuses some of them: they lose that meaning.</summary>
    static string Plain(string key)
    {
        if (!key.Contains("./", StringComparison.Ordinal) && !key.EndsWith('.')) return key;
        return string.Join('/', key.Split('/').Select(segment => segment switch { "." => "%2E", ".." => "%2E%2E", _ => segment }));
    }

    static string Short(string key, CreatedObject source)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        if (bytes.Length <= MaxKeyBytes) return key;
        var tail = "~" + MarkOf(source);
        var end = MaxKeyBytes - tail.Length;
        while ((bytes[end] & 0xC0) == 0x80) end--;      // not inside a character
        return Encoding.UTF8.GetString(bytes, 0, end) + tail;
    }

    /// <summary>The same for every event of one content of one object.</summary>
    static string MarkOf(CreatedObject source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Bucket}\n{source.Key}\n{source.ETag}")).AsSpan(0, 8));

    static string FirstOf(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
            if (value is { Length: > 0 }) return value;
        return "";
    }
}
