using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>A MetadataExtraction processor: which members of a JSON record its partition keys are.</summary>
/// <remarks>Firehose runs jq 1.6. Played is what the template uses of it: an object of members and slices from their beginning.</remarks>
sealed partial class PartitionQuery
{
    readonly Dictionary<string, (string Member, int Length)> _keys = new(StringComparer.Ordinal);

    /// <param name="query">Such as <c>{table: .cdc_table, date: .cdc_changed_at[0:10]}</c>.</param>
    /// <exception cref="FormatException">More of jq than is played.</exception>
    public PartitionQuery(string query)
    {
        if (!Whole.IsMatch(query)) throw new FormatException($"the local player does not know the query {query}.");
        foreach (Match key in Key.Matches(query))
            _keys[key.Groups["key"].Value] = (key.Groups["member"].Value, key.Groups["length"] is { Success: true, Value: var length } ? int.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue);
    }

    /// <summary>The keys of a record; <c>null</c> where it is no JSON object, which Firehose puts aside.</summary>
    public IReadOnlyDictionary<string, string>? KeysOf(ReadOnlyMemory<byte> record)
    {
        try
        {
            using var json = JsonDocument.Parse(record);
            return json.RootElement.ValueKind != JsonValueKind.Object ? null : _keys.ToDictionary(key => key.Key, key =>
                json.RootElement.TryGetProperty(key.Value.Member, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text
                    ? text[..Math.Min(text.Length, key.Value.Length)] : "", StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\{\s*(\w+\s*:\s*\.\w+(\[0:[0-9]+\])?\s*,?\s*)+\}$", RegexOptions.CultureInvariant)]
    static partial Regex Whole { get; }

    [GeneratedRegex(@"(?<key>\w+)\s*:\s*\.(?<member>\w+)(\[0:(?<length>[0-9]+)\])?", RegexOptions.CultureInvariant)]
    static partial Regex Key { get; }
}
