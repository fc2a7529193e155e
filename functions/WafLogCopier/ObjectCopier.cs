using Amazon.S3;
using Polly;
using Polly.Retry;

namespace Sluice.WafLogCopier;

/// <summary>Copies one object inside S3, without reading it, and never onto another one.</summary>
/// <remarks>In the ordinary case that is one call: <c>CopyObject</c> with the ETag that the event names as a condition on the source,
/// and <c>If-None-Match: *</c> as a condition on the target. Only if a condition fails, both are asked what they are.</remarks>
/// <param name="s3">The clients.</param>
/// <param name="settings">Where to, and how.</param>
/// <param name="time">The clock of the waits.</param>
/// <param name="budget">For what S3 refuses for the moment.</param>
sealed class ObjectCopier(S3Sides s3, Settings settings, RetryBudget budget, TimeProvider time)
{
    /// <summary>Source changed, key taken, taken by a third: more than these rounds is a fight that another attempt must end.</summary>
    const int Rounds = 5;

    /// <summary>Copies an object.</summary>
    /// <param name="source">As the event names it.</param>
    /// <param name="ownAccount">The account that the function runs in.</param>
    /// <param name="tally">Counts what happened.</param>
    /// <param name="deadline">Ends it; what is left of a copy in parts is gone on with at the next attempt.</param>
    public async Task<ObjectOutcome> CopyAsync(CreatedObject source, string ownAccount, CopyTally tally, CancellationToken deadline)
    {
        if (settings.Sources.Count > 0 && !settings.Sources.Any(place => Places.Covers(place, source.Bucket, source.Key)))
        {
            return settings.Sources.Any(place => Places.BucketOf(place) == source.Bucket)
                ? ObjectOutcome.Dropped("it lies under no prefix of SOURCE_BUCKETS")
                : ObjectOutcome.FailedForGood($"bucket {source.Bucket} is not one of SOURCE_BUCKETS");
        }
        if (source.Bucket == settings.TargetBucket && settings.Keys.Prefixes.Any(prefix => source.Key.StartsWith(prefix, StringComparison.Ordinal)))
            return ObjectOutcome.FailedForGood("it lies where copies go, and would be copied again without end: remove the notification from the target, or name the sources in SOURCE_BUCKETS");
        return await new Copy(this, source, settings.Keys.Of(source, ownAccount), tally, deadline).RunAsync();
    }

    /// <summary>One object on its way.</summary>
    sealed class Copy(ObjectCopier copier, CreatedObject source, TargetKey target, CopyTally tally, CancellationToken deadline)
    {
        readonly Settings _settings = copier.Settings;
        readonly S3Calls _calls = new(copier.Sides, copier.Settings, source, copier.Retries(tally, deadline), deadline);
        string _key = target.Key;
        string _etag = source.ETag;
        long _size = source.Size;

        public async Task<ObjectOutcome> RunAsync()
        {
            try
            {
                if (_etag.Length == 0 || _size < 0) await LookAtSourceAsync();
                var overwrite = false;
                for (var round = 0; round < Rounds; round++)
                {
                    try
                    {
                        var copied = await CopyAsync(overwrite);
                        tally.Copy(_size, target.Unparsed is not null, _key != target.Key);
                        return await FinishAsync($"copied to {_settings.TargetBucket}/{_key}", copied);
                    }
                    catch (S3CallException failed) when (failed.Failure is AmazonS3Exception precondition && CopyFailure.IsPrecondition(precondition))
                    {
                        var there = await _calls.HeadTargetAsync(_key);
                        var here = await LookAtSourceAsync();
                        if (there is null) continue;        // the source has changed: what it is now is copied
                        if (await IsSameAsync(here, there))
                        {
                            tally.FoundThere();
                            return await FinishAsync($"already at {_settings.TargetBucket}/{_key}", new(there.ETag, there.Head.VersionId));
                        }
                        if (_settings.Overwrite) overwrite = true;
                        else if (_key == target.Key) _key = TargetKeys.Beside(target.Key, source with { ETag = _etag });
                        else return ObjectOutcome.FailedForGood($"{_settings.TargetBucket}/{_key} and {target.Key} are both taken by other objects");
                    }
                }
                return ObjectOutcome.Failed($"source or target changed {Rounds} times while it was copied");
            }
            catch (S3CallException failed) when (failed.Side == Side.Source && failed.Failure is AmazonS3Exception gone && CopyFailure.IsGone(gone))
            {
                tally.FoundGone();
                return ObjectOutcome.Dropped("it is gone: it was deleted before it could be copied");
            }
            catch (OutOfTimeException outOfTime)
            {
                return ObjectOutcome.Failed(outOfTime.Message);
            }
            catch (S3CallException failed)
            {
                return CopyFailure.Of(failed.Failure, failed.Action, failed.Side, failed.Bucket, failed.Key);
            }
        }

        async Task<ObjectFacts> LookAtSourceAsync()
        {
            var facts = await _calls.HeadSourceAsync();
            (_etag, _size) = (facts.ETag, facts.Size);
            return facts;
        }

        Task<CopiedObject> CopyAsync(bool overwrite) => _size > _settings.MultipartAbove
            ? new MultipartCopy(_calls, _settings).RunAsync(_key, _etag, overwrite, deadline)
            : _calls.CopyAsync(_key, _etag, overwrite);

        async Task<bool> IsSameAsync(ObjectFacts here, ObjectFacts there)
        {
            // Checksums only where ETags tell nothing: to read them of an encrypted object, its key must be allowed.
            if (SameContent.Compare(here, there) is { } same) return same;
            return SameContent.Compare(await _calls.HeadSourceAsync(checksums: true), await _calls.HeadTargetAsync(_key, checksums: true) ?? there) ?? false;
        }

        /// <summary>Deletes the source, where that is wanted and the copy is seen to be what was written.</summary>
        async Task<ObjectOutcome> FinishAsync(string what, CopiedObject copied)
        {
            if (!_settings.DeleteSource) return ObjectOutcome.Delivered(what);
            var there = await _calls.HeadTargetAsync(_key, copied.VersionId);
            if (there is null || there.Size != _size || there.ETag != copied.ETag)
                return ObjectOutcome.Failed($"{what}, but the copy is not what was written any more: the source stays");
            await _calls.DeleteSourceAsync(_etag);
            tally.Delete();
            return ObjectOutcome.Delivered(what + ", source deleted");
        }
    }

    Settings Settings => settings;

    S3Sides Sides => s3;

    ResiliencePipeline Retries(CopyTally tally, CancellationToken deadline) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = budget.Attempts - 1,
            Delay = budget.FirstDelay,
            MaxDelay = budget.MaxDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } failure
                && (CopyFailure.IsTransient(failure) || (failure is OperationCanceledException && !deadline.IsCancellationRequested))),
            OnRetry = _ =>
            {
                tally.Retry();
                return default;
            },
        })
        .Build();
}
