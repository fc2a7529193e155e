using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The ids of an object's documents: of the object's version and of the place in it, so that loading it again gives the same
/// ids, and identical lines stay separate.</summary>
sealed class DocumentIds
{
    const int HashBytes = 12;       // 96 bits: a billion objects meet with a chance of 1 in 10^11

    readonly ByteBuffer _id = new(64);
    readonly int _prefix;

    /// <summary>Ids <c>hash-offset</c>; <c>hash</c> is base64url of the start of a SHA-256.</summary>
    public DocumentIds(SourceObject source)
    {
        // Where there are no versions the ETag tells two contents of a key apart.
        var version = source.VersionId.Length > 0 ? source.VersionId : source.ETag;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Bucket}\0{source.Key}\0{version}"));
        _id.Append(Encoding.ASCII.GetBytes(Base64Url.EncodeToString(hash.AsSpan(0, HashBytes))));
        _id.Append((byte)'-');
        _prefix = _id.Length;
    }

    /// <summary>The id of the record at <paramref name="offset"/>. Valid until the next call.</summary>
    /// <param name="offset">Bytes from the start of the content.</param>
    /// <param name="item">The event within the record, from 0; -1 where the record is one document.</param>
    public ReadOnlySpan<byte> Of(long offset, int item = -1)
    {
        _id.Truncate(_prefix);
        Append(offset);
        if (item < 0) return _id.Written;
        _id.Append((byte)'-');
        Append(item);
        return _id.Written;
    }

    void Append(long number)
    {
        Utf8Formatter.TryFormat(number, _id.GetSpan(20), out var written);
        _id.Advance(written);
    }
}
