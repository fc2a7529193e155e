using System.Numerics;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Bytes of which the array is kept from one use to the next, so that events of megabytes do not wear out the large object heap.</summary>
sealed class EventBuffer
{
    const int SmallestBytes = 64 << 10;
    byte[] _bytes = [];
    int _length;

    /// <summary>A stream over the bytes, without a copy.</summary>
    public MemoryStream AsStream() => new(_bytes, 0, _length, writable: false, publiclyVisible: true);

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Replaces the content by what <paramref name="source"/> still has.</summary>
    /// <param name="expectedBytes">What its length is said to be; null if unknown.</param>
    /// <param name="limitBytes">Reading ends one byte behind it: enough to know that there was more.</param>
    public async Task ReadAsync(Stream source, long? expectedBytes, int limitBytes, CancellationToken cancellationToken)
    {
        _length = 0;
        // One byte more than expected: the end of the stream is then seen without growing.
        Reserve((int)Math.Min(expectedBytes ?? 0, limitBytes) + 1);
        while (_length <= limitBytes)
        {
            if (_length == _bytes.Length) Reserve(_length + 1);
            var read = await source.ReadAsync(_bytes.AsMemory(_length, Math.Min(_bytes.Length, limitBytes + 1) - _length), cancellationToken);
            if (read == 0) return;
            _length += read;
        }
    }

    /// <summary>In powers of two, so that slowly growing events do not each need a new array.</summary>
    void Reserve(int bytes)
    {
        if (_bytes.Length >= bytes) return;
        var larger = GC.AllocateUninitializedArray<byte>((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(bytes, SmallestBytes)));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        _bytes = larger;
    }
}
