using System.IO.Compression;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The content of a stored object, decompressed while it is read: gzip of one member or several, Zstandard, or neither.</summary>
/// <param name="stored">The object as stored, from its first byte; not disposed.</param>
/// <remarks>The first bytes decide, not the name: keys of Firehose say nothing, and a <c>.gz</c> may have been inflated on its way.</remarks>
sealed class StoredContent(Stream stored) : IDisposable
{
    const int MagicBytes = 8;

    Stream? _content;
    GzipSourceStream? _gzip;
    BrokenContentException? _broken;

    /// <summary>Reads decompressed bytes; 0 at the end, which is the end of the object too.</summary>
    /// <exception cref="BrokenContentException">Truncated, damaged, followed by something else, or packed in a way that is not read.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (_broken is not null) throw _broken;        // a decoder that was asked again might say it came to the end
        try
        {
            _content ??= await OpenAsync(cancellation);
            var read = await _content.ReadAsync(buffer, cancellation);
            if (read == 0 && _gzip is { CameToTheTrailer: false }) throw _broken = new("the gzip data is followed by something else");
            return read;
        }
        catch (InvalidDataException damage) when (_gzip is not null)
        {
            throw _broken = new("the gzip data is truncated or damaged", damage);
        }
        catch (Exception damage) when (damage is ZstdSharp.ZstdException || (damage is EndOfStreamException && _content is ZstdSharp.DecompressionStream))
        {
            throw _broken = new("the Zstandard data is truncated or damaged", damage);
        }
    }

    async ValueTask<Stream> OpenAsync(CancellationToken cancellation)
    {
        var head = new byte[MagicBytes];
        var length = await stored.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        var joined = new JoinedStream(head.AsMemory(0, length), stored);
        ReadOnlySpan<byte> magic = head.AsSpan(0, length);
        // Two bytes are enough for gzip: cut inside its own magic it is still no log.
        if (magic is [0x1f, 0x8b, ..] or [0x1f]) return new GZipStream(_gzip = new GzipSourceStream(joined), CompressionMode.Decompress, leaveOpen: true);
        if (magic is [0x28, 0xb5, 0x2f, 0xfd, ..]) return new ZstdSharp.DecompressionStream(joined, leaveOpen: true);
        var refused =
            magic.StartsWith("PAR1"u8) ? "Parquet" :
            magic.StartsWith("Obj\x01"u8) ? "Avro" :
            magic.StartsWith("ORC"u8) ? "ORC" :
            magic.StartsWith("PK\x03\x04"u8) ? "a ZIP archive" :
            magic.StartsWith("BZh"u8) && length == MagicBytes && magic[4] == 0x31 ? "bzip2" :
            magic is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] ? "UTF-16 text" : null;
        if (refused is not null) throw _broken = new($"it is {refused}, which is not read");
        return joined;
    }

    /// <summary>Frees the decoder.</summary>
    public void Dispose()
    {
        // The joined stream would take the stored one with it.
        if (_content is not JoinedStream) _content?.Dispose();
    }
}
