using System.Buffers;
using System.Text;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Makes valid UTF-8 of bytes that are none: a cluster refuses a whole request for one bad byte.</summary>
static class Utf8Repair
{
    /// <summary>Copies <paramref name="bytes"/> with U+FFFD in place of what is not UTF-8.</summary>
    /// <returns>Bytes that were replaced.</returns>
    public static int Append(ReadOnlySpan<byte> bytes, ByteBuffer output)
    {
        var replaced = 0;
        while (!bytes.IsEmpty)
        {
            var valid = ValidPrefix(bytes);
            output.Append(bytes[..valid]);
            bytes = bytes[valid..];
            if (bytes.IsEmpty) break;
            Rune.DecodeFromUtf8(bytes, out _, out var wrong);
            output.Append("\uFFFD"u8);
            replaced += wrong;
            bytes = bytes[wrong..];
        }
        return replaced;
    }

    static int ValidPrefix(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (bytes[at] < 0x80) at++;
            else if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done) at += length;
            else break;
        }
        return at;
    }
}
