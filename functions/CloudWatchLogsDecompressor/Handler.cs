using System.Buffers.Text;
using System.IO.Compression;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>Firehose transformation: CloudWatch Logs subscription records become lines, events or documents.</summary>
/// <remarks>Every record is answered exactly once, in order, and alone: a bad one fails by itself and goes to the error bucket as it
/// came. What does not fit into the answer goes back to the stream, cut at an event's border.</remarks>
sealed class Handler(Settings settings, Reingest reingest, Telemetry telemetry)
{
    readonly RecordTransformer _transformer = new(settings);
    readonly ByteBuffer _plain = new();     // a record's output before it is compressed
    readonly bool _partitioned = settings.PartitionKeys.Length > 0;
    readonly int _capacity = FirehoseAnswer.Capacity(settings.MaxAnswerBytes, settings.PartitionKeys.Length > 0);
    ArraySegment<byte> _original;           // the base64 of the record at hand, for the case that it fails

    /// <summary>Answers a Firehose batch.</summary>
    /// <exception cref="InvalidDataException">The event is not a Firehose transformation event: nothing in it can be answered.</exception>
    public async Task HandleAsync(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation)
    {
        var started = telemetry.Time.GetTimestamp();
        var batch = FirehoseBatch.Read(@event);
        var account = new BatchAccount { Records = batch.Records.Count };
        var leftovers = new Leftovers(_capacity);

        var outcomes = new RecordOutcome[batch.Records.Count];
        var region = RegionOf(batch.DeliveryStreamArn);
        var records = Duplicates.Without(batch.Records, out var twice);
        var firehose = new FirehoseAnswer(answer, settings.MaxAnswerBytes, records);
        for (var i = 0; i < records.Count; i++)
        {
            var record = records[i];
            _original = record.Data;
            outcomes[i] = twice.Contains(i) ? Failure("its recordId stands for several records with different data")
                : invocation.Deadline.IsCancellationRequested ? Failure("no time was left")
                : Transform(i, record, region, firehose, answer, leftovers);
            if (outcomes[i].Kind == VerdictKind.Dropped) firehose.Dropped(record);
            else if (outcomes[i].Kind == VerdictKind.Failed) firehose.Failed(record, _original);
            account.Note(record, outcomes[i]);
        }

        var failed = await SendBackAsync(batch, leftovers, account, invocation.Deadline);
        if (failed.Count > 0)
        {
            firehose.Fail(failed.Keys.ToHashSet(), records);
            foreach (var (entry, reason) in failed) account.Failed(records[entry], outcomes[entry], reason);
        }
        firehose.End();
        account.WriteTo(telemetry, batch.DeliveryStreamArn, @event.Count, answer.Length, telemetry.Time.GetElapsedTime(started));
    }

    /// <summary>Transforms one record into the answer; an outcome without data leaves the answer as it was.</summary>
    RecordOutcome Transform(int entry, in FirehoseRecord record, string region, FirehoseAnswer firehose, ByteBuffer answer, Leftovers leftovers)
    {
        if (record.Problem is { } problem) return Failure(problem);
        // Checked before it is decoded in place: a failed record goes back as it came.
        if (!Base64.IsValid(record.Data.AsSpan()))
        {
            _original = default;        // what is no base64 cannot stand in the answer: Firehose kept the record
            return Failure("its data is not base64");
        }
        Base64.DecodeFromUtf8InPlace(record.Data, out var length);
        var data = record.Data[..length];

        var room = firehose.RoomFor(record, _partitioned);
        var dataStart = firehose.BeginOk(record);
        var (outcome, scale) = settings.Compress
            ? TransformCompressed(data, answer, room, region)
            : (_transformer.Transform(data, answer, room, _capacity, region), 1);

        if (outcome.Rest > 0 && !settings.Reingest) outcome = Failure("it does not fit into the answer, and REINGEST is off");
        if (outcome.Kind != VerdictKind.Delivered || outcome.Delivered == 0) firehose.Cancel(record);
        else firehose.EndOk(dataStart, settings.PartitionKeys, _transformer.PartitionValues);
        if (outcome.Kind != VerdictKind.Delivered)
        {
            // As it came, for the error bucket: valid base64 decodes and encodes to itself, but for white space.
            Base64.EncodeToUtf8InPlace(record.Data, length, out var encoded);
            _original = record.Data[..encoded];
            return outcome;
        }
        if (outcome.Rest > 0)
        {
            leftovers.Add(entry, _transformer.Parts, (double)length / _transformer.ContentBytes, scale, record.PartitionKey);
            // Nothing of it is in this answer: it is acknowledged as dropped, and comes again.
            if (outcome.Delivered == 0) firehose.Dropped(record);
        }
        return outcome;
    }

    /// <summary>As <see cref="RecordTransformer.Transform"/>, the output being a gzip member: only whole records are compressed.</summary>
    (RecordOutcome, double) TransformCompressed(ArraySegment<byte> data, ByteBuffer answer, int room, string region)
    {
        _plain.Clear();
        _plain.ShrinkTo(1 << 20);
        var whole = _transformer.Transform(data, _plain, int.MaxValue, int.MaxValue, region);
        if (whole.Delivered == 0) return (whole, 1);
        var start = answer.Length;
        using (var compress = new GZipStream(new BufferStream(answer), CompressionLevel.Fastest)) compress.Write(_plain.Written);
        var compressed = answer.Length - start;
        if (compressed <= room) return (whole, 1);

        answer.Truncate(start);
        // A tenth less than the ratio says: parts compress a little worse than the whole.
        var scale = Math.Max(compressed / (double)_plain.Length, 1e-6);
        return (_transformer.Transform(data, answer, 0, (int)Math.Min(_capacity / scale * 0.9, int.MaxValue), region), scale);
    }

    async Task<IReadOnlyDictionary<int, string>> SendBackAsync(
        FirehoseBatch batch, Leftovers leftovers, BatchAccount account, CancellationToken deadline)
    {
        var records = leftovers.Finish();
        var failed = new Dictionary<int, string>(leftovers.Failures);
        if (records.Count == 0) return failed;
        var errors = await reingest.SendAsync(new StreamName(batch.DeliveryStreamArn, batch.SourceKinesisStreamArn), records, deadline);
        for (var i = 0; i < records.Count; i++)
        {
            if (errors[i] is { } error)
            {
                foreach (var entry in records[i].Entries) failed[entry] = $"what did not fit could not be sent back: {error}";
                continue;
            }
            account.RecordsReingested++;
            account.BytesReingested += records[i].Data.Length;
        }
        return failed;
    }

    static RecordOutcome Failure(string reason) => new(VerdictKind.Failed, reason, 0, 0, 0);

    /// <summary><c>arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME</c></summary>
    static string RegionOf(string deliveryStreamArn) => deliveryStreamArn.Split(':') is { Length: > 3 } parts ? parts[3] : "";
}
