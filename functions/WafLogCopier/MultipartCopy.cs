using System.Collections.Concurrent;
using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.WafLogCopier;

/// <summary>Copies an object of more than 5 GB in parts, several at a time, inside S3.</summary>
/// <remarks>What the deadline leaves undone is not thrown away: the next attempt finds the upload, takes over the parts that are there,
/// and goes on. Any other failure aborts it. Uploads that nobody comes back to are the bucket's lifecycle rule's.</remarks>
sealed class MultipartCopy(S3Calls calls, Settings settings)
{
    /// <summary>For cleaning up, when the time for copying is over.</summary>
    static readonly TimeSpan s_abortLimit = TimeSpan.FromSeconds(5);

    /// <summary>Copies.</summary>
    /// <param name="key">Of the copy.</param>
    /// <param name="etag">What the source must be.</param>
    /// <param name="overwrite">Whether another object with that key is replaced.</param>
    /// <param name="deadline">Ends it.</param>
    /// <exception cref="OutOfTimeException">The deadline came first; the message says how far it got.</exception>
    public async Task<CopiedObject> RunAsync(string key, string etag, bool overwrite, CancellationToken deadline)
    {
        var source = await calls.HeadSourceAsync(checksums: true);
        if (source.ETag != etag) throw Changed(key);
        if (!overwrite && await calls.HeadTargetAsync(key) is not null) throw Changed(key);      // before gigabytes are moved in vain
        var first = etag.Contains('-', StringComparison.Ordinal) ? await calls.HeadSourceAsync(part: 1) : null;
        var parts = PartPlan.Of(source.Size, settings.PartBytes, first?.Size ?? 0, first?.Head.PartsCount ?? 0);

        var (upload, done) = await UnfinishedAsync(key, source, parts) ?? (await BeginAsync(key, source), new Dictionary<int, PartETag>());
        var copied = new ConcurrentDictionary<int, PartETag>(done);
        try
        {
            await Parallel.ForEachAsync(
                parts.Where(part => !done.ContainsKey(part.Number)),
                new ParallelOptions { MaxDegreeOfParallelism = settings.PartConcurrency, CancellationToken = deadline },
                async (part, _) => copied[part.Number] = await CopyPartAsync(key, upload, etag, part));
            return await CompleteAsync(key, upload, parts.Select(part => copied[part.Number]), overwrite);
        }
        catch (Exception failure) when (failure is OperationCanceledException && deadline.IsCancellationRequested)
        {
            throw new OutOfTimeException($"{copied.Count} of {parts.Length} parts were copied when the time was up: the next attempt goes on from there; for fewer attempts raise PART_CONCURRENCY or the function's timeout");
        }
        catch
        {
            await AbortAsync(key, upload);
            throw;
        }
    }

    /// <summary>An upload that an earlier attempt left, with the parts that fit the plan.</summary>
    async Task<(string Upload, Dictionary<int, PartETag> Done)?> UnfinishedAsync(string key, ObjectFacts source, PartRange[] plan)
    {
        try
        {
            var uploads = await calls.OnTargetAsync("s3:ListBucketMultipartUploads", key, async token => await calls.TargetClient.ListMultipartUploadsAsync(
                new ListMultipartUploadsRequest { BucketName = settings.TargetBucket, Prefix = key, ExpectedBucketOwner = calls.TargetOwner }, token));
            // One that was begun before the source was written holds parts of something else.
            var found = uploads.MultipartUploads?.Where(upload => upload.Key == key && upload.Initiated >= source.Head.LastModified).MaxBy(upload => upload.Initiated);
            if (found is null) return null;

            var done = new Dictionary<int, PartETag>();
            var marker = "";
            while (true)
            {
                var page = await calls.OnTargetAsync("s3:ListMultipartUploadParts", key, async token => await calls.TargetClient.ListPartsAsync(new ListPartsRequest
                {
                    BucketName = settings.TargetBucket,
                    Key = key,
                    UploadId = found.UploadId,
                    PartNumberMarker = marker.Length > 0 ? marker : null,
                    ExpectedBucketOwner = calls.TargetOwner,
                }, token));
                foreach (var part in page.Parts ?? [])
                {
                    var number = part.PartNumber ?? 0;
                    if (number >= 1 && number <= plan.Length && part.Size == plan[number - 1].Length) done[number] = Tag(number, part);
                }
                if (page.IsTruncated != true || page.NextPartNumberMarker is not { } next) return (found.UploadId, done);
                marker = next.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
        catch (S3CallException refused) when (refused.Failure is AmazonS3Exception failure && (CopyFailure.IsDenied(failure) || CopyFailure.IsGone(failure) || failure.ErrorCode is "NoSuchUpload" or "NotImplemented"))
        {
            // Nothing that can be gone on with, or not for this role: from the start.
            return null;
        }
    }

    static PartETag Tag(int number, PartDetail part) => new(number, part.ETag)
    {
        ChecksumCRC32 = part.ChecksumCRC32,
        ChecksumCRC32C = part.ChecksumCRC32C,
        ChecksumCRC64NVME = part.ChecksumCRC64NVME,
        ChecksumSHA1 = part.ChecksumSHA1,
        ChecksumSHA256 = part.ChecksumSHA256,
    };

    /// <summary>What CopyObject takes over by itself must be said here: metadata, headers, tags, kind of checksum.</summary>
    async Task<string> BeginAsync(string key, ObjectFacts source)
    {
        var head = source.Head;
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = settings.TargetBucket,
            Key = key,
            ExpectedBucketOwner = calls.TargetOwner,
            WebsiteRedirectLocation = head.WebsiteRedirectLocation,
        };
        foreach (var name in head.Metadata.Keys) request.Metadata[name] = head.Metadata[name];
        request.Headers.ContentType = head.Headers.ContentType;
        request.Headers.CacheControl = head.Headers.CacheControl;
        request.Headers.ContentDisposition = head.Headers.ContentDisposition;
        request.Headers.ContentEncoding = head.Headers.ContentEncoding;
        request.Headers["Content-Language"] = head.ContentLanguage;
        if (head.TagsCount > 0) request.TagSet = await TagsAsync();
        if (ChecksumOf(head) is { } algorithm)
        {
            request.ChecksumAlgorithm = algorithm;
            request.ChecksumType = head.ChecksumType;
        }
        if (settings.StorageClass.Length > 0) request.StorageClass = S3StorageClass.FindValue(settings.StorageClass);
        if (settings.GrantToBucketOwner) request.CannedACL = S3CannedACL.BucketOwnerFullControl;
        if (settings.KmsKey.Length > 0)
        {
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            request.ServerSideEncryptionKeyManagementServiceKeyId = settings.KmsKey;
            request.BucketKeyEnabled = true;
        }
        return await calls.OnTargetAsync("s3:PutObject", key, async token => (await calls.TargetClient.InitiateMultipartUploadAsync(request, token)).UploadId);
    }

    async Task<List<Tag>> TagsAsync() => await calls.OnSourceAsync("s3:GetObjectTagging", async token =>
        (await calls.SourceClient.GetObjectTaggingAsync(new GetObjectTaggingRequest
        {
            BucketName = calls.Source.Bucket,
            Key = calls.Source.Key,
            VersionId = calls.VersionOfSource,
            ExpectedBucketOwner = calls.SourceOwner,
            RequestPayer = calls.Payer,
        }, token)).Tagging);

    static ChecksumAlgorithm? ChecksumOf(GetObjectMetadataResponse head) => head switch
    {
        { ChecksumCRC64NVME.Length: > 0 } => ChecksumAlgorithm.CRC64NVME,
        { ChecksumSHA256.Length: > 0 } => ChecksumAlgorithm.SHA256,
        { ChecksumSHA1.Length: > 0 } => ChecksumAlgorithm.SHA1,
        { ChecksumCRC32C.Length: > 0 } => ChecksumAlgorithm.CRC32C,
        { ChecksumCRC32.Length: > 0 } => ChecksumAlgorithm.CRC32,
        _ => null,
    };

    Task<PartETag> CopyPartAsync(string key, string upload, string etag, PartRange part) => calls.CopyingAsync(key, async token => new PartETag(
        await calls.TargetClient.CopyPartAsync(new CopyPartRequest
        {
            SourceBucket = calls.Source.Bucket,
            SourceKey = calls.Source.Key,
            SourceVersionId = calls.VersionOfSource,
            ETagToMatch = [etag],
            ExpectedSourceBucketOwner = calls.SourceOwner,
            RequestPayer = calls.Payer,
            DestinationBucket = settings.TargetBucket,
            DestinationKey = key,
            ExpectedBucketOwner = calls.TargetOwner,
            UploadId = upload,
            PartNumber = part.Number,
            FirstByte = part.First,
            LastByte = part.Last,
        }, token), copyChecksums: true));

    async Task<CopiedObject> CompleteAsync(string key, string upload, IEnumerable<PartETag> parts, bool overwrite)
    {
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = settings.TargetBucket,
            Key = key,
            UploadId = upload,
            PartETags = [.. parts],
            IfNoneMatch = overwrite ? null : "*",
            ExpectedBucketOwner = calls.TargetOwner,
        };
        try
        {
            return await calls.OnTargetAsync("s3:PutObject", key, async token =>
            {
                var answer = await calls.TargetClient.CompleteMultipartUploadAsync(request, token);
                return new CopiedObject(answer.ETag.Trim('"'), string.IsNullOrEmpty(answer.VersionId) ? null : answer.VersionId);
            });
        }
        catch (S3CallException gone) when (gone.Failure is AmazonS3Exception { ErrorCode: "NoSuchUpload" })
        {
            // Completed by a call whose answer was lost, or by another invocation: the target tells.
            throw Changed(key);
        }
    }

    async Task AbortAsync(string key, string upload)
    {
        using var limit = new CancellationTokenSource(s_abortLimit);
        try
        {
            await calls.TargetClient.AbortMultipartUploadAsync(
                new AbortMultipartUploadRequest { BucketName = settings.TargetBucket, Key = key, UploadId = upload, ExpectedBucketOwner = calls.TargetOwner }, limit.Token);
        }
        catch (Exception failure) when (failure is AmazonS3Exception or OperationCanceledException or HttpRequestException)
        {
            // The failure that led here is the one to report; the bucket's lifecycle rule removes the parts.
        }
    }

    S3CallException Changed(string key) => new("s3:PutObject", Side.Target, settings.TargetBucket, key,
        new AmazonS3Exception("the target has come to be, or the source has changed") { StatusCode = System.Net.HttpStatusCode.PreconditionFailed, ErrorCode = "PreconditionFailed" });
}

/// <summary>The deadline came before the last part.</summary>
sealed class OutOfTimeException(string message) : Exception(message);
