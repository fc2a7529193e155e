using System.Globalization;
using System.IO.Compression;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>A record that goes back to the stream.</summary>
/// <param name="Data">A gzip member with subscription documents.</param>
/// <param name="Entries">The answer's entries whose events are in it.</param>
/// <param name="PartitionKey">Of the Kinesis record it came from, else <c>null</c>.</param>
sealed record PackedRecord(byte[] Data, int[] Entries, string? PartitionKey);

/// <summary>Packs what did not fit into the answer into as few records as the limits allow, so that little is billed twice.</summary>
/// <remarks>Firehose bills each record by steps of 5 KB, and small records compress badly: many small tails in one record cost
/// less than each alone. A record may become one whole answer, and has <see cref="FirehosePut.MaxRecordBytes"/> at most.</remarks>
/// <param name="capacity">Bytes of output that one record may become.</param>
sealed class Leftovers(int capacity)
{
    /// <summary>A pack is closed when its parts, compressed as they were, would reach this: packed they are smaller.</summary>
    const int FullRecordBytes = 950 * 1024;

    readonly ByteBuffer _pack = new(64 << 10);
    readonly List<Part> _parts = [];
    readonly List<PackedRecord> _records = [];
    readonly Dictionary<int, string> _failures = [];
    long _output, _compressed;
    string? _key;

    /// <summary>Entries of the answer that cannot go back, with the reason.</summary>
    public IReadOnlyDictionary<int, string> Failures => _failures;

    /// <summary>Adds all parts of a record.</summary>
    /// <param name="entry">Its entry in the answer.</param>
    /// <param name="parts">What did not fit.</param>
    /// <param name="compression">Bytes that the record had for one byte of its JSON.</param>
    /// <param name="scale">Bytes of answer for one byte of output: below 1 where the answer is compressed.</param>
    /// <param name="partitionKey">Of the Kinesis record, else <c>null</c>.</param>
    public void Add(int entry, RecordParts parts, double compression, double scale, string? partitionKey)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            var start = _pack.Length;
            var output = (long)(parts.Write(i, _pack) * scale);
            var length = _pack.Length - start;
            var compressed = (long)(length * compression);
            if (_parts.Count > 0 && (_output + output > capacity || _compressed + compressed > FullRecordBytes || _key != partitionKey))
            {
                var fresh = _pack.Written[start..].ToArray();
                _pack.Truncate(start);
                Close();
                start = 0;
                _pack.Append(fresh);
            }
            _key = partitionKey;
            _output += output;
            _compressed += compressed;
            _parts.Add(new Part(entry, start, length));
        }
    }

    /// <summary>The records to send.</summary>
    public IReadOnlyList<PackedRecord> Finish()
    {
        Close();
        return _records;
    }

    void Close()
    {
        if (_parts.Count > 0) Pack(_parts.ToArray());
        _parts.Clear();
        _pack.Clear();
        (_output, _compressed) = (0, 0);
    }

    /// <summary>Compresses parts together; halves what is still too large, down to single events.</summary>
    void Pack(ReadOnlySpan<Part> parts)
    {
        var (first, last) = (parts[0], parts[^1]);
        var data = Compress(_pack.Array.AsSpan(first.Start..(last.Start + last.Length)));
        if (data.Length <= FirehosePut.MaxRecordBytes)
        {
            var entries = new HashSet<int>();
            foreach (var part in parts) entries.Add(part.Entry);
            _records.Add(new PackedRecord(data, [.. entries], _key));
        }
        else if (parts.Length > 1)
        {
            Pack(parts[..(parts.Length / 2)]);
            Pack(parts[(parts.Length / 2)..]);
        }
        else
        {
            Halve(first, data.Length);
        }
    }

    void Halve(Part part, int compressed)
    {
        var json = new ArraySegment<byte>(_pack.Array, part.Start, part.Length);
        var halves = new RecordParts();
        halves.Begin(json, part.Length / 2);
        var reader = new SubscriptionReader(json);
        for (var document = 0; reader.NextDocument(); document++)
        {
            while (reader.NextEvent(out var logEvent)) halves.Add(document, logEvent, logEvent.End - logEvent.Start, 0);
            halves.EndDocument(reader.Envelope);
        }
        if (halves.Count < 2)
        {
            _failures[part.Entry] = string.Create(CultureInfo.InvariantCulture,
                $"one of its events has {compressed} bytes compressed, more than the {FirehosePut.MaxRecordBytes} of a record");
            return;
        }
        for (var i = 0; i < halves.Count; i++)
        {
            // Each half becomes the whole pack while it is compressed: its offsets are its own.
            var buffer = new ByteBuffer(part.Length);
            halves.Write(i, buffer);
            var half = new Leftovers(capacity) { _key = _key };
            half._pack.Append(buffer.Written);
            half._parts.Add(new Part(part.Entry, 0, buffer.Length));
            half.Close();
            _records.AddRange(half._records);
            foreach (var (entry, reason) in half._failures) _failures[entry] = reason;
        }
    }

    static byte[] Compress(ReadOnlySpan<byte> json)
    {
        using var compressed = new MemoryStream(json.Length / 4);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) gzip.Write(json);
        return compressed.ToArray();
    }

    readonly record struct Part(int Entry, int Start, int Length);
}
