namespace Sluice.WafLogCopier;

/// <summary>A part of a large object.</summary>
/// <param name="Number">From 1.</param>
/// <param name="First">Its first byte.</param>
/// <param name="Last">Its last byte, which belongs to it.</param>
readonly record struct PartRange(int Number, long First, long Last)
{
    /// <summary>Bytes of the part.</summary>
    public long Length => Last - First + 1;
}

/// <summary>How a large object is cut.</summary>
/// <remarks>Source: S3 user guide, "Multipart upload limits": 10,000 parts, each but the last of 5 MiB to 5 GiB.</remarks>
static class PartPlan
{
    const int MostParts = 10_000;
    const long LeastBytes = 5L << 20;
    const long MostBytes = 5L << 30;

    /// <summary>The parts of an object.</summary>
    /// <param name="size">Of the object, bytes, above 0.</param>
    /// <param name="wanted">Size of a part; made larger where there would be too many.</param>
    /// <param name="firstOfSource">Size of the source's own first part, where it has several: with the same parts the copy gets the same
    /// ETag, and so can be recognised.</param>
    /// <param name="partsOfSource">How many the source has; 0 where that is not known.</param>
    public static PartRange[] Of(long size, long wanted, long firstOfSource = 0, int partsOfSource = 0)
    {
        var usual = partsOfSource > 1 && firstOfSource is >= LeastBytes and <= MostBytes && (size + firstOfSource - 1) / firstOfSource == partsOfSource;
        var bytes = usual ? firstOfSource : Math.Max(wanted, (size + MostParts - 1) / MostParts);
        var parts = new PartRange[(size + bytes - 1) / bytes];
        for (var i = 0; i < parts.Length; i++) parts[i] = new(i + 1, i * bytes, Math.Min(size, (i + 1) * bytes) - 1);
        return parts;
    }
}
