namespace Sluice.WafLogCopier;

/// <summary>Places in S3, as <c>bucket</c> or <c>bucket/prefix</c>.</summary>
static class Places
{
    /// <summary>Whether an object lies in a place.</summary>
    public static bool Covers(string place, string bucket, string key) =>
        BucketOf(place) == bucket && key.StartsWith(PrefixOf(place), StringComparison.Ordinal);

    /// <summary>The bucket of a place.</summary>
    public static string BucketOf(string place) => place.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? place[..slash] : place;

    /// <summary>The prefix of a place; empty for the whole bucket.</summary>
    public static string PrefixOf(string place) => place.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? place[(slash + 1)..] : "";

    /// <summary>Whether an object can lie under both prefixes.</summary>
    public static bool Overlap(string one, string other) =>
        one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);
}
