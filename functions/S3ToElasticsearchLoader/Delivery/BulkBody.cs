namespace Sluice.S3ToElasticsearchLoader;

/// <summary>One document of a body.</summary>
/// <param name="Start">First byte of its action line.</param>
/// <param name="Length">Bytes of action line and document, with both line ends.</param>
/// <param name="Line">The line of the object that it came from, from 1.</param>
/// <param name="Offset">Where its record starts, bytes from the start of the decompressed content.</param>
readonly record struct BulkItem(int Start, int Length, long Line, long Offset);

/// <summary>A record that became no document.</summary>
/// <param name="Line">The line of the object, from 1.</param>
/// <param name="Offset">Where it starts, bytes from the start of the decompressed content.</param>
/// <param name="Reason">What was wrong with it.</param>
/// <param name="Raw">The record as it was read.</param>
sealed record RejectedRecord(long Line, long Offset, string Reason, ReadOnlyMemory<byte> Raw);

/// <summary>What a cluster wants to stand in an action line.</summary>
/// <param name="Operation"><c>create</c> or <c>index</c>.</param>
/// <param name="Type">The mapping type of Elasticsearch 6; <c>null</c> for everything newer.</param>
/// <param name="WithId">Whether ids may be given: not for a time series collection of OpenSearch Serverless.</param>
sealed record BulkDialect(string Operation, string? Type, bool WithId);

/// <summary>The body of a <c>_bulk</c> request while it is filled: documents are written where they are sent from.</summary>
/// <param name="dialect">How documents are announced.</param>
/// <param name="capacity">Bytes at the start: what it will need, where that is known, for growing leaves smaller arrays behind.</param>
sealed class BulkBody(BulkDialect dialect, int capacity = 64 << 10)
{
    int _start, _document;

    /// <summary>Action lines and documents, each with a line feed.</summary>
    public ByteBuffer Bytes { get; } = new(capacity);

    /// <summary>What is in it, in order.</summary>
    public List<BulkItem> Items { get; } = [];

    /// <summary>What was read and became no document, in order.</summary>
    public List<RejectedRecord> Rejected { get; } = [];

    /// <summary>Writes the action line; the document follows into <see cref="Bytes"/>, without line ends.</summary>
    /// <param name="index">JSON-safe: index names allow no quotes.</param>
    /// <param name="id">JSON-safe.</param>
    public void Begin(ReadOnlySpan<byte> index, ReadOnlySpan<byte> id)
    {
        _start = Bytes.Length;
        Bytes.Append(dialect.Operation == "create" ? "{\"create\":{\"_index\":\""u8 : "{\"index\":{\"_index\":\""u8);
        Bytes.Append(index);
        if (dialect.Type is { } type)
        {
            Bytes.Append("\",\"_type\":\""u8);
            Bytes.Append(System.Text.Encoding.UTF8.GetBytes(type));
        }
        if (dialect.WithId)
        {
            Bytes.Append("\",\"_id\":\""u8);
            Bytes.Append(id);
        }
        Bytes.Append("\"}}\n"u8);
        _document = Bytes.Length;
    }

    /// <summary>The document is whole.</summary>
    public void End(long line, long offset)
    {
        Bytes.Append((byte)'\n');
        Items.Add(new(_start, Bytes.Length - _start, line, offset));
    }

    /// <summary>The document came to nothing: takes back what was written since <see cref="Begin"/>.</summary>
    public void Undo() => Bytes.Truncate(_start);

    /// <summary>Bytes of the document being written.</summary>
    public int DocumentBytes => Bytes.Length - _document;

    /// <summary>Some of the documents in a body of their own, with their lines and offsets.</summary>
    public BulkBody Copy(IEnumerable<int> places)
    {
        var copy = new BulkBody(dialect);
        foreach (var place in places)
        {
            var item = Items[place];
            copy.Items.Add(item with { Start = copy.Bytes.Length });
            copy.Bytes.Append(Bytes.Written.Slice(item.Start, item.Length));
        }
        return copy;
    }

    /// <summary>Empties it; keeps the memory.</summary>
    public void Clear()
    {
        Bytes.Clear();
        Items.Clear();
        Rejected.Clear();
    }
}
