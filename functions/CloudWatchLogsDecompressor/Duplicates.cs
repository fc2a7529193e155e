namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>Record ids that stand twice in a batch. Firehose does not send such, and takes no answer in which one stands twice.</summary>
static class Duplicates
{
    /// <summary>The records with each id once, at its first place.</summary>
    /// <param name="records">All of them.</param>
    /// <param name="conflicts">Indexes, in the result, of ids whose records differ: none of them can be answered alone.</param>
    public static IReadOnlyList<FirehoseRecord> Without(IReadOnlyList<FirehoseRecord> records, out IReadOnlySet<int> conflicts)
    {
        var differ = new HashSet<int>();
        conflicts = differ;
        if (AllDiffer(records)) return records;

        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        var once = new List<FirehoseRecord>();
        foreach (var record in records)
        {
            if (first.TryAdd(record.IdText, once.Count)) once.Add(record);
            else if (!once[first[record.IdText]].Data.AsSpan().SequenceEqual(record.Data)) differ.Add(first[record.IdText]);
        }
        return once;
    }

    /// <summary>The usual case, without a string for each id: equal ids have equal hashes.</summary>
    static bool AllDiffer(IReadOnlyList<FirehoseRecord> records)
    {
        var hashes = new int[records.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            var hash = new HashCode();
            hash.AddBytes(records[i].Id);
            hashes[i] = hash.ToHashCode();
        }
        Array.Sort(hashes);
        for (var i = 1; i < hashes.Length; i++)
            if (hashes[i] == hashes[i - 1]) return false;
        return true;
    }
}
