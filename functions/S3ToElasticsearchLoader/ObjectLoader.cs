using System.Globalization;
using System.Net;
using Amazon.S3;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Loads one object: reads it, fills bodies, hands them to the pipeline, and says where to go on if the time is up.</summary>
/// <param name="s3">Reads objects, writes dead letters.</param>
/// <param name="settings">How.</param>
/// <param name="continueLater">Sends a message to go on with an object; <c>null</c>: what takes too long fails.</param>
/// <param name="budget">For what S3 refuses for the moment.</param>
/// <param name="time">The clock of the waits.</param>
sealed class ObjectLoader(IAmazonS3 s3, Settings settings, Func<CreatedObject, CancellationToken, Task>? continueLater, RetryBudget budget, TimeProvider time)
{
    /// <summary>Documents have about so many bytes for each byte of an object: logs compress to a tenth.</summary>
    const int Inflation = 10;

    /// <summary>Loads an object.</summary>
    /// <param name="asked">As the event names it; with an errand, from an offset on, or as an object of dead letters.</param>
    /// <param name="target">The cluster.</param>
    /// <param name="tally">Counts what happened.</param>
    /// <param name="clock">The invocation's time.</param>
    public async Task<ObjectOutcome> LoadAsync(CreatedObject asked, DeliveryTarget target, LoadTally tally, LoadClock clock)
    {
        var replay = asked.Errand?.Purpose == ObjectErrand.Replay;
        if (!replay && settings.Delivery.HoldsDeadLetters(asked.Bucket, asked.Key))
            return ObjectOutcome.Dropped("it holds what was rejected, and would come round without end: replay it with ./sluice replay");
        try
        {
            await using var content = await ObjectContent.OpenAsync(s3, asked, settings.SourceOwner.Length > 0 ? settings.SourceOwner : null, budget, time, clock.Send);
            return replay ? await new ReplayLoad(s3, settings, target, tally).RunAsync(content, clock) : await LoadAsync(content, asked, target, tally, clock);
        }
        catch (SourceChangedException changed)
        {
            tally.Change();
            return ObjectOutcome.Dropped($"{changed.Message}: what is there now has an event of its own");
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound && gone.ErrorCode is "NoSuchKey" or "NoSuchVersion" or "NotFound")
        {
            return ObjectOutcome.Dropped("it is gone: it was deleted before it could be loaded");
        }
        catch (AmazonS3Exception refused) when (!AwsErrors.IsTransient(refused))
        {
            return ObjectOutcome.FailedForGood(refused.ErrorCode == "InvalidObjectState"
                ? "it is archived in a storage class that is not readable at once: restore it, then send its event again"
                : $"S3 refuses it ({refused.ErrorCode}): {refused.Message.TrimEnd('.')}: the role needs s3:GetObject, and kms:Decrypt on its key; SOURCE_BUCKET_OWNER must be its account");
        }
    }

    async Task<ObjectOutcome> LoadAsync(ObjectContent content, CreatedObject asked, DeliveryTarget target, LoadTally tally, LoadClock clock)
    {
        var source = content.Source;
        var (start, startLine) = asked.Errand is { Purpose: ObjectErrand.Continue } errand ? (errand.Offset, errand.Line) : (0L, 1L);
        if (start > 0 && asked.VersionId.Length == 0 && asked.ETag.Length > 0 && asked.ETag != source.ETag)
            throw new SourceChangedException($"it was replaced after its first {start} bytes were loaded");

        using var letters = target.DeadLettersOf(s3, source, start);
        using var pipeline = target.Pipeline(letters, clock.Send, source.Size * Inflation);
        using var reader = new DocumentReader(content, source, settings.Reading, start, startLine);
        var reading = await ReadAsync(reader, pipeline, target, clock);
        var report = await pipeline.FinishAsync(clock.Last);
        tally.Add(report, reader.Skipped, reader.ReplacedBytes, content.Position, content.Reopened);
        return await DecideAsync(reading, report, new(reader.Offset, reader.Line), start, source, asked, tally, clock);
    }

    /// <returns>Why the reading ended: <c>null</c> at the end of the object.</returns>
    async Task<Exception?> ReadAsync(DocumentReader reader, BulkPipeline pipeline, DeliveryTarget target, LoadClock clock)
    {
        try
        {
            while (!clock.Read.IsCancellationRequested)
            {
                var body = await pipeline.RentAsync();
                if (!await reader.FillAsync(body, pipeline.FillBytes, clock.Send)) return null;
                await target.Templates.InstallAsync(reader.Format.Word(), IndexTemplate.PatternOf(settings.Reading.Index.Length > 0 ? settings.Reading.Index : reader.Format.DefaultIndex()), clock.Send);
                pipeline.Send(body);
            }
            return new OutOfTimeException();
        }
        catch (OperationCanceledException) when (clock.Send.IsCancellationRequested)
        {
            return new OutOfTimeException();
        }
        catch (Exception failure) when (failure is BrokenContentException or IOException or DeliveryStoppedException or SourceChangedException)
        {
            return failure;
        }
    }

    async Task<ObjectOutcome> DecideAsync(
        Exception? reading, DeliveryReport report, Place read, long start, SourceObject source, CreatedObject asked, LoadTally tally, LoadClock clock)
    {
        var place = report.Resume is { } resume && resume.Offset < read.Offset ? resume : read;
        switch (reading)
        {
            case null when report.IsComplete:
                return ObjectOutcome.Delivered(string.Create(CultureInfo.InvariantCulture, $"{report.Documents} documents"));
            case SourceChangedException changed:
                tally.Change();
                return ObjectOutcome.Dropped($"{changed.Message}: what is there now has an event of its own");
            case BrokenContentException broken when report.IsComplete:
                return ObjectOutcome.FailedForGood($"{broken.Message}; everything before that is loaded");
        }
        var why = report.Failure?.Message ?? reading?.Message ?? "not all was delivered";
        var passes = report.Failure is null or ClusterException { Passes: true };
        // Without progress it would go round for ever: then the queue counts the attempts.
        if (passes && reading is not BrokenContentException && place.Offset > start && continueLater is not null)
        {
            var rest = asked with { ETag = source.ETag, VersionId = source.VersionId, Size = source.Size, Errand = new(ObjectErrand.Continue, place.Offset, place.Line) };
            await continueLater(rest, clock.Last);
            tally.Continue();
            return ObjectOutcome.Delivered(string.Create(CultureInfo.InvariantCulture, $"loaded up to offset {place.Offset}, a message goes on from there: {why}"));
        }
        var text = string.Create(CultureInfo.InvariantCulture, $"loaded up to offset {place.Offset}: {why}");
        return passes ? ObjectOutcome.Failed(text) : ObjectOutcome.FailedForGood(text);
    }
}

/// <summary>A place in an object.</summary>
/// <param name="Offset">Bytes of decompressed content.</param>
/// <param name="Line">The line there, from 1.</param>
readonly record struct Place(long Offset, long Line);

/// <summary>The invocation has no more time for reading.</summary>
sealed class OutOfTimeException() : Exception("the time was up");
