namespace Sluice;

/// <summary>An object of which an event says that it was created.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">As S3 knows it, decoded.</param>
/// <param name="VersionId">Empty where the event names none.</param>
/// <param name="ETag">Without quotes; empty where the event names none.</param>
/// <param name="Size">Bytes as stored; -1 where the event does not say.</param>
/// <param name="Region">The bucket's; empty where the event does not say.</param>
/// <param name="Account">12 digits of the bucket's account; empty where the event does not say, as an S3 notification never does.</param>
/// <param name="Time">When it was created; <c>null</c> where the event does not say.</param>
public sealed record CreatedObject(
    string Bucket, string Key, string VersionId, string ETag, long Size, string Region, string Account, DateTimeOffset? Time)
{
    /// <summary>What is to be done other than the usual, from the start; only Sluice's own messages ask for it.</summary>
    public ObjectErrand? Errand { get; init; }

    /// <summary>One version of one object: two events for it are one piece of work.</summary>
    public (string, string, string, string, ObjectErrand?) Identity => (Bucket, Key, VersionId, ETag, Errand);

    /// <inheritdoc/>
    public override string ToString() => VersionId.Length > 0 ? $"s3://{Bucket}/{Key}?versionId={VersionId}" : $"s3://{Bucket}/{Key}";
}

/// <summary>What a message of Sluice's own asks for, beside naming an object as S3 does.</summary>
/// <param name="Purpose"><see cref="Continue"/> or <see cref="Replay"/>.</param>
/// <param name="Offset">Where to go on: bytes of decompressed content.</param>
/// <param name="Line">The line there, from 1.</param>
public sealed record ObjectErrand(string Purpose, long Offset = 0, long Line = 1)
{
    /// <summary>Go on at an offset.</summary>
    public const string Continue = "continue";

    /// <summary>The object holds what could not be delivered: deliver it.</summary>
    public const string Replay = "replay";
}
