using System.Text.Json;

namespace Sluice.Local;

/// <summary>What became of one record in a transformation. <c>default</c> is not an outcome: a failure always says why.</summary>
/// <param name="Failure">Null: delivered, or dropped if <paramref name="Data"/> is null too.</param>
readonly record struct RecordOutcome(byte[]? Data, IReadOnlyDictionary<string, string>? PartitionKeys, LambdaFailure? Failure)
{
    public bool IsDropped => Data is null && Failure is null;
}

/// <summary>Reads a function's answer as strictly as Firehose does.</summary>
/// <remarks>
/// A record that is missing or answered twice fails alone, and an id that nobody asked for is passed over. A result that is none of the three
/// and data that is no base64 make the whole answer unreadable: that is how others saw the service behave, whatever one would wish.
/// </remarks>
static class TransformationAnswer
{
    static readonly HashSet<string> s_results = ["Ok", "Dropped", "ProcessingFailed"];

    /// <returns>One outcome a record, same order and count as <paramref name="records"/>.</returns>
    public static RecordOutcome[] Read(ReadOnlyMemory<byte> answer, IReadOnlyList<FirehoseRecord> records)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return Read(document.RootElement, records);
        }
        catch (JsonException)
        {
            return All(records, LambdaFailure.NotReadable);
        }
    }

    public static RecordOutcome[] All(IReadOnlyList<FirehoseRecord> records, LambdaFailure failure) =>
        [.. records.Select(_ => new RecordOutcome(null, null, failure))];

    static RecordOutcome[] Read(JsonElement root, IReadOnlyList<FirehoseRecord> records)
    {
        if (root.ValueKind != JsonValueKind.Object) return All(records, LambdaFailure.NotReadable);
        var answers = new Dictionary<string, RecordOutcome>(StringComparer.Ordinal);
        if (root.TryGetProperty("records"u8, out var list) && list.ValueKind != JsonValueKind.Null)
        {
            if (list.ValueKind != JsonValueKind.Array) return All(records, LambdaFailure.NotReadable);
            foreach (var entry in list.EnumerateArray())
            {
                if (entry.ValueKind != JsonValueKind.Object) return All(records, LambdaFailure.NotReadable);
                if (Text(entry, "recordId") is not { } id || Read(entry) is not { } outcome) return All(records, LambdaFailure.WrongForm);
                answers[id] = answers.ContainsKey(id) ? new(null, null, LambdaFailure.Duplicated) : outcome;
            }
        }
        return [.. records.Select(record => answers.TryGetValue(record.Id, out var outcome) ? outcome : new(null, null, LambdaFailure.Missing))];
    }

    /// <returns>Null: not of the required form.</returns>
    static RecordOutcome? Read(JsonElement entry)
    {
        if (Text(entry, "result") is not { } result || !s_results.Contains(result)) return null;
        byte[]? bytes = null;
        if (entry.TryGetProperty("data"u8, out var data) && data.ValueKind != JsonValueKind.Null
            && (data.ValueKind != JsonValueKind.String || !data.TryGetBytesFromBase64(out bytes))) return null;
        return result switch
        {
            "Ok" when bytes is null => new(null, null, LambdaFailure.NoData),
            "Ok" => new(bytes, PartitionKeys(entry), null),
            "Dropped" => new(null, null, null),
            _ => new(null, null, LambdaFailure.ProcessingFailed),
        };
    }

    static Dictionary<string, string>? PartitionKeys(JsonElement entry) =>
        entry.TryGetProperty("metadata"u8, out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty("partitionKeys"u8, out var keys) && keys.ValueKind == JsonValueKind.Object
            ? keys.EnumerateObject().GroupBy(key => key.Name, StringComparer.Ordinal).ToDictionary(key => key.Key, key => key.Last().Value.ToString(), StringComparer.Ordinal)
            : null;

    static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
