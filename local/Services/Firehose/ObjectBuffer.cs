using System.Buffers;

namespace Sluice.Local;

/// <summary>What will become one object: bytes one after the other, nothing put between them.</summary>
/// <param name="opened">When the first of it came; its age decides when it goes.</param>
sealed class ObjectBuffer(ObjectKind kind, DateTimeOffset opened)
{
    readonly ArrayBufferWriter<byte> _content = new();
    readonly List<long> _sequences = [];

    public ObjectKind Kind => kind;

    public DateTimeOffset Opened => opened;

    public DateTimeOffset Oldest { get; private set; } = DateTimeOffset.MaxValue;

    public long Bytes => _content.WrittenCount;

    public IReadOnlyList<long> Sequences => _sequences;

    public ReadOnlyMemory<byte> Content => _content.WrittenMemory;

    public void Add(FirehoseRecord record, ReadOnlySpan<byte> bytes)
    {
        _content.Write(bytes);
        _sequences.Add(record.Sequence);
        if (record.Arrived < Oldest) Oldest = record.Arrived;
    }
}

/// <summary>Objects of one kind are collected together: delivered ones by their partition keys, failed ones by what failed.</summary>
/// <param name="ErrorType">Null: delivered.</param>
sealed record ObjectKind(string? ErrorType, string Partition)
{
    public IReadOnlyDictionary<string, string> PartitionKeys { get; private init; } = new Dictionary<string, string>();

    public static ObjectKind Delivered(IReadOnlyDictionary<string, string> keys) =>
        new(null, string.Join('\0', keys.OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => $"{key.Key}\0{key.Value}"))) { PartitionKeys = keys };

    public static ObjectKind Failed(string type) => new(type, "");

    public bool Equals(ObjectKind? other) => other is not null && other.ErrorType == ErrorType && other.Partition == Partition;

    public override int GetHashCode() => HashCode.Combine(ErrorType, Partition);
}

/// <summary>The open objects of a delivery stream, each to be written when it is large or old enough.</summary>
sealed class ObjectBuffers(long maxBytes, TimeSpan interval)
{
    readonly Dictionary<ObjectKind, ObjectBuffer> _open = [];

    public DateTimeOffset? DueAt => _open.Count == 0 ? null : _open.Values.Min(buffer => buffer.Opened) + interval;

    /// <returns>The object, if it is now large enough to go.</returns>
    public ObjectBuffer? Add(ObjectKind kind, FirehoseRecord record, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        if (!_open.TryGetValue(kind, out var buffer)) _open.Add(kind, buffer = new ObjectBuffer(kind, now));
        buffer.Add(record, bytes);
        if (buffer.Bytes < maxBytes) return null;
        _open.Remove(kind);
        return buffer;
    }

    public IReadOnlyList<ObjectBuffer> TakeDue(DateTimeOffset now) => Take(buffer => buffer.Opened + interval <= now);

    public IReadOnlyList<ObjectBuffer> TakeAll() => Take(_ => true);

    List<ObjectBuffer> Take(Func<ObjectBuffer, bool> wanted)
    {
        var taken = _open.Values.Where(wanted).ToList();
        foreach (var buffer in taken) _open.Remove(buffer.Kind);
        return taken;
    }
}
