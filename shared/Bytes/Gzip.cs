using System.Buffers.Binary;
using System.IO.Compression;

namespace Sluice;

/// <summary>Inflates gzip data completely or not at all.</summary>
/// <remarks>Needs <c>System.IO.Compression.UseStrictValidation</c>: without it <see cref="GZipStream"/> takes truncated data for
/// complete (dotnet/runtime#61768). <see cref="GZipStream"/> also ends quietly where bytes follow that are not gzip, so the length
/// in the last trailer is checked against what came out.</remarks>
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
            InflateMembers(gzip, output, maxBytes);
            if (IsWholeMember(gzip, output.Length - before)) return;
            CheckEachMember(gzip, output, maxBytes, output.Length - before);
        }
        catch
        {
            output.Truncate(before);
            throw;
        }
    }

    static void InflateMembers(ArraySegment<byte> gzip, ByteBuffer output, int maxBytes)
    {
        if (!IsGzip(gzip)) throw new InvalidDataException("not gzip: the first bytes are not 1f 8b 08");
        var before = output.Length;
        using var source = new MemoryStream(gzip.Array!, gzip.Offset, gzip.Count, writable: false);
        using var inflate = new GZipStream(source, CompressionMode.Decompress);
        // The trailer of a single member tells the size; a lie costs nothing but a larger or a second reservation.
        output.Reserve(Math.Clamp(DeclaredLength(gzip), 512, Math.Min(maxBytes, 64 * gzip.Count)) + 1);
        while (true)
        {
            var room = output.GetSpan(1);
            var read = Inflate(inflate, room);
            if (read == 0) return;
            output.Advance(read);
            if (output.Length - before > maxBytes) throw new InvalidDataException($"the gzip data holds more than {maxBytes} bytes");
        }
    }

    static int Inflate(GZipStream stream, Span<byte> room)
    {
        try
        {
            return stream.Read(room);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException("the gzip data is truncated or damaged", damage);
        }
    }

    /// <summary>More than one member, or bytes behind the last: finds each member's end, so that nothing is passed over quietly.</summary>
    /// <remarks>A member can only start where the magic stands; where a member ends there its trailer tells the length of what it holds.</remarks>
    static void CheckEachMember(ArraySegment<byte> gzip, ByteBuffer output, int maxBytes, int inflated)
    {
        var whole = output.Length;
        var (start, total) = (0, 0);
        while (start < gzip.Count)
        {
            var length = MemberLength(gzip[start..], output, maxBytes, out var content);
            if (length == 0) throw new InvalidDataException($"bytes that are not gzip follow at offset {start} of {gzip.Count}, or the member there is damaged");
            start += length;
            total += content;
        }
        output.Truncate(whole);
        if (total != inflated) throw new InvalidDataException("the gzip members do not add up to what was inflated");
    }

    static int MemberLength(ArraySegment<byte> gzip, ByteBuffer scratch, int maxBytes, out int content)
    {
        content = 0;
        for (var end = NextMagic(gzip, HeaderBytes + TrailerBytes); end > 0; end = end == gzip.Count ? -1 : NextMagic(gzip, end + 1))
        {
            var before = scratch.Length;
            try
            {
                InflateMembers(gzip[..end], scratch, maxBytes);
                content = scratch.Length - before;
                if (IsWholeMember(gzip[..end], content)) return end;
            }
            catch (InvalidDataException)
            {
                // The magic stood inside the compressed data by chance: the member is longer.
            }
            finally
            {
                scratch.Truncate(before);
            }
        }
        return 0;
    }

    static int NextMagic(ArraySegment<byte> gzip, int from)
    {
        if (from >= gzip.Count) return gzip.Count >= HeaderBytes + TrailerBytes ? gzip.Count : -1;
        ReadOnlySpan<byte> magic = [0x1f, 0x8b, 8];
        var found = gzip.AsSpan(from).IndexOf(magic);
        return found < 0 ? gzip.Count : from + found;
    }

    static bool IsWholeMember(ReadOnlySpan<byte> gzip, int content) => gzip.Length >= HeaderBytes + TrailerBytes && DeclaredLength(gzip) == content;

    static int DeclaredLength(ReadOnlySpan<byte> gzip) =>
        gzip.Length < 4 ? 0 : (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(gzip[^4..]), int.MaxValue);
}
