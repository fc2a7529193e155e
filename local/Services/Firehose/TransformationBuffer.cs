namespace Sluice.Local;

/// <summary>Collects records until an invocation is worth while: by size, or by age.</summary>
/// <param name="maxBytes">Of the records' data, decoded: BufferSizeInMBs.</param>
/// <param name="interval">BufferIntervalInSeconds, counted from the first record.</param>
/// <param name="maxEventBytes">What the records may take of an event; many small ones would fill it long before their data does.</param>
sealed class TransformationBuffer(int maxBytes, TimeSpan interval, int maxEventBytes)
{
    List<FirehoseRecord> _records = [];
    long _bytes;
    long _eventBytes;
    DateTimeOffset _opened;

    /// <summary>When what is in it must go; null: it is empty.</summary>
    public DateTimeOffset? DueAt => _records.Count == 0 ? null : _opened + interval;

    /// <returns>Batches that are now complete: none, one, or two.</returns>
    public IEnumerable<IReadOnlyList<FirehoseRecord>> Add(FirehoseRecord record, DateTimeOffset now)
    {
        var eventBytes = TransformationEvent.MaxBytesOf(record);
        if (_records.Count > 0 && (_bytes + record.Data.Length > maxBytes || _eventBytes + eventBytes > maxEventBytes)) yield return Take();
        if (_records.Count == 0) _opened = now;
        _records.Add(record);
        _bytes += record.Data.Length;
        _eventBytes += eventBytes;
        if (_bytes >= maxBytes) yield return Take();
    }

    public IReadOnlyList<FirehoseRecord> Take()
    {
        var taken = _records;
        (_records, _bytes, _eventBytes) = ([], 0, 0);
        return taken;
    }
}
