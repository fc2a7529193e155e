using System;
using System.IO;

namespace Amazon.StandIns;

/// <summary>How large a buffer to rent for a body whose blobs are known.</summary>
static class BodySize
{
    internal static long OfBase64(MemoryStream blob) => blob is null ? 0 : (blob.Length + 2) / 3 * 4;

    /// <summary>A hint only: the buffer grows where it is too small.</summary>
    internal static int Rentable(long bytes) => (int)Math.Min(bytes + 512, 1 << 26);
}
