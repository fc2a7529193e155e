using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>Writes the answer to Firehose, base64 encoded where it lies, and never more of it than Lambda carries.</summary>
/// <remarks>Shape: <c>{"records":[{"recordId","result":"Ok"|"Dropped"|"ProcessingFailed","data","metadata"}]}</c>, one entry a
/// record, in order. For every record not yet answered the bytes of its shortest answer are kept free.</remarks>
sealed class FirehoseAnswer
{
    const int LongestPartition = 1024;

    readonly ByteBuffer _output;
    readonly int _maxBytes;
    readonly List<(int Start, int End)> _entries = [];
    int _reserved;

    public FirehoseAnswer(ByteBuffer output, int maxBytes, IReadOnlyList<FirehoseRecord> records)
    {
        (_output, _maxBytes) = (output, maxBytes);
        foreach (var record in records) _reserved += ShortestBytes(record);
        output.Append("{\"records\":["u8);
        _reserved += "]}"u8.Length;
    }

    /// <summary>Bytes of data that the next record may have.</summary>
    /// <param name="record">The next record.</param>
    /// <param name="partitioned">Whether it gets partition keys.</param>
    public int RoomFor(in FirehoseRecord record, bool partitioned)
    {
        var free = _maxBytes - _output.Length - (_reserved - ShortestBytes(record)) - OkBytes(record, partitioned);
        return Math.Max(0, free / 4 * 3);
    }

    /// <summary>Bytes of data that a record of this kind could have if it were alone in its answer.</summary>
    public static int Capacity(int maxBytes, bool partitioned)
    {
        var free = maxBytes - "{\"records\":[]}"u8.Length - OkBytes(default, partitioned) - LongestId;
        return Math.Max(0, free / 4 * 3);
    }

    /// <summary>Firehose's ids have 56 digits and a suffix; a part is answered under an id that is not known yet.</summary>
    const int LongestId = 256;

    /// <summary>Starts an entry with data: what is appended to the output from here on is its data, until <see cref="EndOk"/>.</summary>
    /// <returns>Where the data starts.</returns>
    public int BeginOk(in FirehoseRecord record)
    {
        BeginEntry(record, "Ok"u8);
        _output.Append(",\"data\":\""u8);
        return _output.Length;
    }

    /// <summary>Takes back the entry begun last.</summary>
    public void Cancel(in FirehoseRecord record)
    {
        _output.Truncate(_entries[^1].Start);
        _entries.RemoveAt(_entries.Count - 1);
        _reserved += ShortestBytes(record);
    }

    /// <summary>Ends an entry with data: encodes it in place.</summary>
    public void EndOk(int dataStart, PartitionKey[] keys, string[] values)
    {
        var length = _output.Length - dataStart;
        _output.Reserve(Base64.GetMaxEncodedToUtf8Length(length) - length);
        var status = Base64.EncodeToUtf8InPlace(_output.Array.AsSpan(dataStart), length, out var written);
        if (status != OperationStatus.Done) throw new InvalidOperationException($"base64: {status}");
        _output.Advance(written - length);
        _output.Append((byte)'"');
        if (keys.Length > 0) AppendPartition(keys, values);
        EndEntry();
    }

    /// <summary>The record is left out on purpose: neither delivered nor in the error bucket.</summary>
    public void Dropped(in FirehoseRecord record)
    {
        BeginEntry(record, "Dropped"u8);
        EndEntry();
    }

    /// <summary>The record failed: Firehose writes it to the error bucket.</summary>
    /// <param name="record">The record.</param>
    /// <param name="original">Its data as it came, still or again in base64; left out where the answer has no room for it:
    /// Firehose then writes what it kept itself.</param>
    public void Failed(in FirehoseRecord record, ReadOnlySpan<byte> original)
    {
        var fits = original.Length > 0 && original.Length <= _maxBytes - _output.Length - (_reserved - ShortestBytes(record)) - OkBytes(record, false);
        BeginEntry(record, "ProcessingFailed"u8);
        if (fits)
        {
            _output.Append(",\"data\":\""u8);
            _output.Append(original);
            _output.Append((byte)'"');
        }
        EndEntry();
    }

    /// <summary>Turns entries into failures after all: what was to follow them could not be sent.</summary>
    public void Fail(IReadOnlySet<int> entries, IReadOnlyList<FirehoseRecord> records)
    {
        var old = _output.Written.ToArray();
        var from = _entries.ToArray();
        _entries.Clear();
        _output.Truncate("{\"records\":["u8.Length);
        for (var i = 0; i < from.Length; i++)
        {
            if (entries.Contains(i))
            {
                BeginEntry(records[i], "ProcessingFailed"u8);
                EndEntry();
            }
            else
            {
                if (_entries.Count > 0) _output.Append((byte)',');
                var start = _output.Length;
                _output.Append(old.AsSpan(from[i].Start..from[i].End).TrimStart((byte)','));
                _entries.Add((start, _output.Length));
            }
        }
    }

    /// <summary>Ends the answer.</summary>
    public void End() => _output.Append("]}"u8);

    void BeginEntry(in FirehoseRecord record, ReadOnlySpan<byte> result)
    {
        _reserved -= ShortestBytes(record);
        var start = _output.Length;
        _entries.Add((start, start));
        if (_entries.Count > 1) _output.Append((byte)',');
        _output.Append("{\"recordId\":\""u8);
        _output.Append(record.Id);
        _output.Append("\",\"result\":\""u8);
        _output.Append(result);
        _output.Append((byte)'"');
    }

    void EndEntry()
    {
        _output.Append((byte)'}');
        _entries[^1] = (_entries[^1].Start, _output.Length);
    }

    void AppendPartition(PartitionKey[] keys, string[] values)
    {
        _output.Append(",\"metadata\":{\"partitionKeys\":{"u8);
        for (var i = 0; i < keys.Length; i++)
        {
            if (i > 0) _output.Append((byte)',');
            JsonText.AppendQuoted(Encoding.UTF8.GetBytes(keys[i].Name), _output);
            _output.Append((byte)':');
            JsonText.AppendQuoted(Encoding.UTF8.GetBytes(values[i]), _output);
        }
        _output.Append("}}"u8);
    }

    static int ShortestBytes(in FirehoseRecord record) => ",{\"recordId\":\"\",\"result\":\"ProcessingFailed\"}"u8.Length + record.Id.Count;

    static int OkBytes(in FirehoseRecord record, bool partitioned) =>
        ",{\"recordId\":\"\",\"result\":\"ProcessingFailed\",\"data\":\"\"}"u8.Length + 4 + record.Id.Count + (partitioned ? LongestPartition : 0);
}
