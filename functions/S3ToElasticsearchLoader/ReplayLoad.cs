using System.Globalization;
using System.IO.Compression;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Puts back what was rejected: documents under the index and id they had, records as they are read now.</summary>
sealed class ReplayLoad(Amazon.S3.IAmazonS3 s3, Settings settings, DeliveryTarget target, LoadTally tally)
{
    const int MaxLineBytes = 64 << 20;

    /// <summary>Replays an object of dead letters. What is rejected again is kept again, under a key of its own.</summary>
    public async Task<ObjectOutcome> RunAsync(ObjectContent content, LoadClock clock)
    {
        using var letters = target.DeadLettersOf(s3, content.Source, 0);
        using var pipeline = target.Pipeline(letters, clock.Send);
        await using var inflated = new GZipStream(content, CompressionMode.Decompress);
        var lines = new LineReader(inflated, MaxLineBytes);
        var makers = new Dictionary<(SourceObject, LogFormat), DocumentMaker>();
        BulkBody? body = null;
        try
        {
            while (await lines.ReadAsync(clock.Send) is { } line)
            {
                if (line.Bytes.IsEmpty) continue;
                body ??= await pipeline.RentAsync();
                Add(DeadLetterReader.Read(line.Bytes.Span), line, body, makers);
                if (body.Bytes.Length < pipeline.FillBytes) continue;
                pipeline.Send(body);
                body = null;
            }
            if (body is not null) pipeline.Send(body);
        }
        catch (Exception failure) when (failure is InvalidDataException or OperationCanceledException or DeliveryStoppedException or IOException or BrokenContentException)
        {
            if (body is not null) pipeline.Send(body);
            var partial = await pipeline.FinishAsync(clock.Last);
            tally.Add(partial, 0, 0, content.Position, content.Reopened);
            return ObjectOutcome.Failed($"not all of it was replayed: {partial.Failure?.Message ?? failure.Message}");
        }
        var report = await pipeline.FinishAsync(clock.Last);
        tally.Add(report, 0, 0, content.Position, content.Reopened);
        return report.IsComplete
            ? ObjectOutcome.Delivered(string.Create(CultureInfo.InvariantCulture, $"{report.Delivered + report.AlreadyThere} documents replayed, {report.Rejected + report.RejectedRecords} rejected again"))
            : ObjectOutcome.Failed($"not all of it was replayed: {report.Failure?.Message}");
    }

    void Add(DeadLetter letter, Line line, BulkBody body, Dictionary<(SourceObject, LogFormat), DocumentMaker> makers)
    {
        if (DeadLetterReader.TryAdd(letter, body)) return;
        var format = settings.Reading.Format == LogFormat.Auto ? FormatDetection.Of(letter.Content.Span, letter.Source.Key) : settings.Reading.Format;
        if (!makers.TryGetValue((letter.Source, format), out var maker)) makers[(letter.Source, format)] = maker = new(letter.Source, format, settings.Reading);
        if (maker.Take(letter.Content.Span, letter.Line, letter.Offset, body, int.MaxValue) == Taken.Refused)
            body.Rejected.Add(new(line.Number, line.Offset, maker.Refusal, letter.Content));
    }
}
