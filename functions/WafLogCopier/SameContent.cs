using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.WafLogCopier;

/// <summary>Whether two objects hold the same bytes, as far as S3 tells without reading them.</summary>
static class SameContent
{
    /// <summary>What the answers of HEAD tell.</summary>
    /// <returns><c>null</c> where they tell nothing: an ETag is a checksum of the content only without KMS and with the same parts.</returns>
    /// <remarks>Source: S3 API, "Object", ETag; "Checking object integrity", checksum types.</remarks>
    public static bool? Compare(ObjectFacts one, ObjectFacts other)
    {
        if (one.Size != other.Size) return false;
        if (IsDigest(one) && IsDigest(other))
        {
            if (one.ETag == other.ETag) return true;
            // Of different parts, other sums: nothing is known then.
            if (!one.ETag.Contains('-', StringComparison.Ordinal) && !other.ETag.Contains('-', StringComparison.Ordinal)) return false;
        }
        return Checksums(one.Head, other.Head);
    }

    static bool? Checksums(GetObjectMetadataResponse one, GetObjectMetadataResponse other)
    {
        if (one.ChecksumType != other.ChecksumType) return null;
        (string?, string?)[] pairs =
        [
            (one.ChecksumSHA256, other.ChecksumSHA256), (one.ChecksumSHA1, other.ChecksumSHA1), (one.ChecksumCRC64NVME, other.ChecksumCRC64NVME),
            (one.ChecksumCRC32C, other.ChecksumCRC32C), (one.ChecksumCRC32, other.ChecksumCRC32),
        ];
        foreach (var (left, right) in pairs)
        {
            if (string.IsNullOrEmpty(left) || string.IsNullOrEmpty(right)) continue;
            if (left == right) return true;
            // Sums of sums of parts differ with the parts.
            return one.ChecksumType == ChecksumType.COMPOSITE ? null : false;
        }
        return null;
    }

    static bool IsDigest(ObjectFacts facts) =>
        (facts.Head.ServerSideEncryptionMethod is not { } method || method == ServerSideEncryptionMethod.None || method == ServerSideEncryptionMethod.AES256)
        && string.IsNullOrEmpty(facts.Head.ServerSideEncryptionCustomerProvidedKeyMD5);
}
