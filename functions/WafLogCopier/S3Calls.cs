using Amazon.S3;
using Amazon.S3.Model;
using Polly;

namespace Sluice.WafLogCopier;

/// <summary>A copy as it was written.</summary>
/// <param name="ETag">Without quotes.</param>
/// <param name="VersionId"><c>null</c> where the bucket has no versions.</param>
sealed record CopiedObject(string ETag, string? VersionId);

/// <summary>A call that S3 refused for good: what it was about.</summary>
sealed class S3CallException(string action, Side side, string bucket, string key, Exception failure) : Exception(failure.Message, failure)
{
    public string Action => action;

    public Side Side => side;

    public string Bucket => bucket;

    public string Key => key;

    public Exception Failure => InnerException!;
}

/// <summary>The calls about one source, each with the conditions, owners and payer that the settings ask for, and tried again while S3
/// refuses it for the moment.</summary>
sealed class S3Calls(S3Sides s3, Settings settings, CreatedObject source, ResiliencePipeline retries, CancellationToken deadline)
{
    public CreatedObject Source => source;

    public Task<ObjectFacts> HeadSourceAsync(bool checksums = false, int? part = null) => HeadSourceAsync(s3.Source, checksums, part);

    Task<ObjectFacts> HeadSourceAsync(IAmazonS3 asker, bool checksums = false, int? part = null) => OnSourceAsync("s3:GetObject", async token =>
        ObjectFacts.From(await asker.GetObjectMetadataAsync(new GetObjectMetadataRequest
        {
            BucketName = source.Bucket,
            Key = source.Key,
            VersionId = VersionOfSource,
            ExpectedBucketOwner = SourceOwner,
            RequestPayer = Payer,
            PartNumber = part,
            ChecksumMode = checksums ? ChecksumMode.ENABLED : null,
        }, token)));

    /// <returns><c>null</c> where nothing has that key.</returns>
    public async Task<ObjectFacts?> HeadTargetAsync(string key, string? versionId = null, bool checksums = false)
    {
        try
        {
            return await OnTargetAsync("s3:GetObject", key, async token => ObjectFacts.From(await s3.Target.GetObjectMetadataAsync(new GetObjectMetadataRequest
            {
                BucketName = settings.TargetBucket,
                Key = key,
                VersionId = versionId,
                ExpectedBucketOwner = TargetOwner,
                ChecksumMode = checksums ? ChecksumMode.ENABLED : null,
            }, token)));
        }
        catch (S3CallException missing) when (missing.Failure is AmazonS3Exception failure && CopyFailure.IsGone(failure))
        {
            return null;
        }
    }

    /// <summary>One call for the whole object. Metadata, tags and checksum go with it.</summary>
    public async Task<CopiedObject> CopyAsync(string key, string etag, bool overwrite)
    {
        var request = new CopyObjectRequest
        {
            SourceBucket = source.Bucket,
            SourceKey = source.Key,
            SourceVersionId = VersionOfSource,
            ETagToMatch = etag,
            ExpectedSourceBucketOwner = SourceOwner,
            RequestPayer = Payer,
            DestinationBucket = settings.TargetBucket,
            DestinationKey = key,
            ExpectedBucketOwner = TargetOwner,
            IfNoneMatch = overwrite ? null : "*",
            MetadataDirective = S3MetadataDirective.COPY,
        };
        if (settings.StorageClass.Length > 0) request.StorageClass = S3StorageClass.FindValue(settings.StorageClass);
        if (settings.GrantToBucketOwner) request.CannedACL = S3CannedACL.BucketOwnerFullControl;
        if (settings.KmsKey.Length > 0)
        {
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            request.ServerSideEncryptionKeyManagementServiceKeyId = settings.KmsKey;
            request.BucketKeyEnabled = true;
        }
        return await CopyingAsync(key, async token =>
        {
            var answer = await s3.Target.CopyObjectAsync(request, token);
            return new CopiedObject(answer.ETag.Trim('"'), string.IsNullOrEmpty(answer.VersionId) ? null : answer.VersionId);
        });
    }

    /// <summary>Deletes exactly what was copied.</summary>
    public Task DeleteSourceAsync(string etag) => OnSourceAsync(source.VersionId.Length > 0 ? "s3:DeleteObjectVersion" : "s3:DeleteObject", async token =>
        await s3.Source.DeleteObjectAsync(new DeleteObjectRequest
        {
            BucketName = source.Bucket,
            Key = source.Key,
            VersionId = VersionOfSource,
            IfMatch = source.VersionId.Length > 0 ? null : etag,
            ExpectedBucketOwner = SourceOwner,
            RequestPayer = Payer,
        }, token));

    public IAmazonS3 SourceClient => s3.Source;

    public IAmazonS3 TargetClient => s3.Target;

    public string? SourceOwner => settings.SourceOwner.Length > 0 ? settings.SourceOwner : null;

    public string? TargetOwner => settings.TargetOwner.Length > 0 ? settings.TargetOwner : null;

    public RequestPayer? Payer => settings.RequesterPays ? RequestPayer.Requester : null;

    // "null" is the version of an object that is older than its bucket's versioning: S3 takes it as any other.
    public string? VersionOfSource => source.VersionId.Length > 0 ? source.VersionId : null;

    public Task<T> OnSourceAsync<T>(string action, Func<CancellationToken, Task<T>> call) => CallAsync(action, Side.Source, source.Bucket, source.Key, call);

    public Task<T> OnTargetAsync<T>(string action, string key, Func<CancellationToken, Task<T>> call) => CallAsync(action, Side.Target, settings.TargetBucket, key, call);

    /// <summary>A call that reads the source and writes the target. Who refuses it, S3 does not say: then the source is asked alone.</summary>
    public async Task<T> CopyingAsync<T>(string key, Func<CancellationToken, Task<T>> call)
    {
        try
        {
            return await OnTargetAsync("s3:PutObject", key, call);
        }
        catch (S3CallException refused) when (refused.Failure is AmazonS3Exception failure)
        {
            if (failure.ErrorCode is "NoSuchKey" or "NoSuchVersion" or "InvalidObjectState") throw new S3CallException("s3:GetObject", Side.Source, source.Bucket, source.Key, failure);
            // Throws what the source says, to the one who copies.
            if (CopyFailure.IsDenied(failure)) await HeadSourceAsync(settings.TargetRole.Length > 0 ? s3.Target : s3.Source);
            throw;
        }
    }

    async Task<T> CallAsync<T>(string action, Side side, string bucket, string key, Func<CancellationToken, Task<T>> call)
    {
        try
        {
            return await retries.ExecuteAsync(async token => await call(token), deadline);
        }
        catch (Exception failure) when (!(failure is OperationCanceledException && deadline.IsCancellationRequested))
        {
            throw new S3CallException(action, side, bucket, key, failure);
        }
    }
}
