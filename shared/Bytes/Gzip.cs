using System.Buffers.Binary;
using System.IO.Compression;

namespace Sluice;

/// <summary>Inflates gzip data completely or not at all.</summary>
/// <remarks>Needs <c>System.IO.Compression.UseStrictValidation</c>: without it <see cref="GZipStream"/> takes truncated data for
/// complete (dotnet/runtime#61768). <see cref="GZipStream"/> also ends quietly where bytes follow that are not gzip, so it is
/// watched whether it came to the end of the data, and the length in the last trailer is checked against what came out.</remarks>
public static class Gzip
{
    const int HeaderBytes = 10;
    const int TrailerBytes = 8;

    /// <summary>Whether <paramref name="data"/> starts like gzip: RFC 1952 magic and the only method there is.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> data) => data is [0x1f, 0x8b, 8, ..];

    /// <summary>Appends what <paramref name="gzip"/> holds, one member or several, to <paramref name="output"/>.</summary>
    /// <param name="gzip">The compressed bytes, complete.</param>
    /// <param name="output">Gets the content; after an error it is as it was before.</param>
    /// <param name="maxBytes">More content than this is an error: a decompression bomb.</param>
    /// <exception cref="InvalidDataException">Not gzip, truncated, damaged, followed by something else, or too large; the message says which.</exception>
    public static void Inflate(ArraySegment<byte> gzip, ByteBuffer output, int maxBytes)
    {
        if (gzip.Count == 0) throw new InvalidDataException("the gzip data is empty");
        var before = output.Length;
        try
        {
            if (!IsOneMember(gzip, output, maxBytes)) CheckEachMember(gzip, output, maxBytes, output.Length - before);
        }
        catch
        {
            output.Truncate(before);
            throw;
        }
    }

    /// <summary>Inflates as far as <see cref="GZipStream"/> goes, and tells whether that was one member and all of the data.</summary>
    static bool IsOneMember(ArraySegment<byte> gzip, ByteBuffer output, int maxBytes)
    {
        if (!IsGzip(gzip)) throw new InvalidDataException("not gzip: the first bytes are not 1f 8b 08");
        if (gzip.Count < HeaderBytes + TrailerBytes) throw Damaged(null);
        var before = output.Length;
        var declared = BinaryPrimitives.ReadUInt32LittleEndian(gzip.AsSpan()[^4..]);
        // The trailer tells the size: room for it is made at once. A lie costs no more than 64 times the data.
        output.Reserve((int)Math.Min(Math.Max(declared, 512), Math.Min(maxBytes, 64L * gzip.Count)) + 1);
        using var source = new WatchedSource(gzip);
        using var inflate = new GZipStream(source, CompressionMode.Decompress);
        while (true)
        {
            var room = output.GetSpan(1);
            var read = Read(inflate, room);
            if (read == 0) return source.CameToTheTrailer && (uint)(output.Length - before) == declared;
            output.Advance(read);
            if (output.Length - before > maxBytes) throw new InvalidDataException($"the gzip data holds more than {maxBytes} bytes");
        }
    }

    static int Read(GZipStream stream, Span<byte> room)
    {
        try
        {
            return stream.Read(room);
        }
        catch (InvalidDataException damage)
        {
            throw Damaged(damage);
        }
    }

    /// <summary>More than one member, or bytes behind the last: finds each member's end, so that nothing is passed over quietly.</summary>
    static void CheckEachMember(ArraySegment<byte> gzip, ByteBuffer output, int maxBytes, int inflated)
    {
        var whole = output.Length;
        var (start, total) = (0, 0);
        while (start < gzip.Count)
        {
            var length = MemberLength(gzip[start..], output, maxBytes, out var content);
            if (length == 0) throw new InvalidDataException($"at offset {start} of {gzip.Count} the gzip data is damaged, or followed by something else");
            start += length;
            total += content;
        }
        output.Truncate(whole);
        if (total != inflated) throw Damaged(null);
    }

    /// <summary>The length of the first member, or 0 where there is none.</summary>
    /// <remarks>A member can only end where the data does or where the magic of the next one stands.</remarks>
    static int MemberLength(ArraySegment<byte> gzip, ByteBuffer scratch, int maxBytes, out int content)
    {
        content = 0;
        for (var end = NextMagic(gzip, 1); ; end = NextMagic(gzip, end + 1))
        {
            var before = scratch.Length;
            try
            {
                if (IsOneMember(gzip[..end], scratch, maxBytes))
                {
                    content = scratch.Length - before;
                    return end;
                }
            }
            catch (InvalidDataException)
            {
                // The magic stood inside the compressed data by chance, and the member is longer; or there is none to be found.
            }
            finally
            {
                scratch.Truncate(before);
            }
            if (end == gzip.Count) return 0;
        }
    }

    static int NextMagic(ArraySegment<byte> gzip, int from)
    {
        if (from >= gzip.Count) return gzip.Count;
        ReadOnlySpan<byte> magic = [0x1f, 0x8b, 8];
        var found = gzip.AsSpan(from).IndexOf(magic);
        return found < 0 ? gzip.Count : from + found;
    }

    static InvalidDataException Damaged(Exception? cause) => new("the gzip data is truncated or damaged", cause);

    /// <summary>Gives the last 8 bytes in a read of their own, and knows whether they were asked for: a decoder that stopped at
    /// something else before them did not.</summary>
    sealed class WatchedSource(ArraySegment<byte> data) : Stream
    {
        int _position;

        public bool CameToTheTrailer => _position == data.Count;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => data.Count;
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var body = data.Count - TrailerBytes;
            var end = _position < body ? body : data.Count;
            var count = Math.Min(buffer.Length, end - _position);
            data.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() => throw new NotSupportedException();
    }
}
