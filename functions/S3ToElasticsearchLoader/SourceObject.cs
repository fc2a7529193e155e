namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The version of an object of logs that is loaded.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">As S3 knows it, decoded.</param>
/// <param name="VersionId">Empty where the bucket has no versions.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="Size">Bytes as stored, compressed.</param>
/// <param name="LastModified">When it was written.</param>
sealed record SourceObject(string Bucket, string Key, string VersionId, string ETag, long Size, DateTimeOffset LastModified);
