using System.IO.Compression;

namespace Sluice.Local;

/// <summary>An object to be written.</summary>
sealed record ObjectToWrite(string Bucket, string Key, ReadOnlyMemory<byte> Body);

/// <summary>Plays one delivery stream as Firehose does: buffers, transforms, delivers, and puts aside what failed.</summary>
/// <remarks>
/// It has no clock of its own going: the caller gives it records, and calls <see cref="TickAsync"/> when <see cref="DueAt"/> has come.
/// Not for several threads at once.
/// </remarks>
/// <param name="invoke">The function; null where the stream has no transformation.</param>
/// <param name="put">Writes an object, or throws: then nothing of it is acknowledged.</param>
/// <param name="splunk">Delivers to Splunk, or tells why it could not; null where the stream delivers to S3.</param>
sealed class FirehosePlayer(
    FirehoseSettings settings,
    Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationOutcome>>? invoke,
    Func<ObjectToWrite, CancellationToken, Task> put,
    TimeProvider time,
    Func<ReadOnlyMemory<byte>, CancellationToken, Task<LambdaFailure?>>? splunk = null)
{
    readonly FirehoseTransformation? _transformation = settings.Lambda is { } lambda
        ? new(settings, lambda, invoke ?? throw new ArgumentNullException(nameof(invoke), $"{settings.Name} transforms with {lambda.FunctionArn}."), time)
        : null;

    readonly Func<ReadOnlyMemory<byte>, CancellationToken, Task<LambdaFailure?>>? _splunk = settings.Splunk is null
        ? null
        : splunk ?? throw new ArgumentNullException(nameof(splunk), $"{settings.Name} delivers to Splunk.");

    readonly TransformationBuffer _incoming = new(
        settings.Lambda?.BufferBytes ?? 0, settings.Lambda?.BufferInterval ?? TimeSpan.Zero, TransformationEvent.MaxBytes - TransformationEvent.MaxBytesOf(settings));

    readonly ObjectBuffers _objects = new(settings.Destination.BufferBytes, settings.Destination.BufferInterval);
    readonly List<(FirehoseRecord Record, byte[] Data)> _forSplunk = [];
    readonly SortedSet<long> _open = [];    // records that are in no object yet, nor dropped
    long _last;

    public FirehoseAccount Account { get; private set; } = FirehoseAccount.Empty;

    /// <summary>All records up to this one are done with: delivered, dropped or put aside.</summary>
    public long SettledThrough => _open.Count == 0 ? _last : _open.Min - 1;

    /// <summary>When something in a buffer is old enough to go; null: the buffers are empty.</summary>
    public DateTimeOffset? DueAt => (_incoming.DueAt, _objects.DueAt) switch
    {
        ({ } a, { } b) => a < b ? a : b,
        var (a, b) => a ?? b,
    };

    /// <summary>Takes records, in the order of their sequence; what fills a buffer goes on at once.</summary>
    public async Task AcceptAsync(IEnumerable<FirehoseRecord> records, CancellationToken cancellation)
    {
        foreach (var record in records)
        {
            _open.Add(_last = record.Sequence);
            Account = Account with { RecordsIn = Account.RecordsIn + 1, BytesIn = Account.BytesIn + record.Data.Length };
            if (_transformation is null)
            {
                await SortAsync(record, new(record.Data.ToArray(), settings.Query?.KeysOf(record.Data), null), attempts: 0, cancellation);
                await DeliverToSplunkAsync(cancellation);
                continue;
            }
            foreach (var batch in _incoming.Add(record, time.GetUtcNow())) await TransformAsync(batch, cancellation);
        }
    }

    /// <summary>Lets go what is old enough.</summary>
    public async Task TickAsync(CancellationToken cancellation)
    {
        if (_incoming.DueAt <= time.GetUtcNow()) await TransformAsync(_incoming.Take(), cancellation);
        foreach (var due in _objects.TakeDue(time.GetUtcNow())) await WriteAsync(due, cancellation);
    }

    /// <summary>Lets everything go, however young: the service has no such thing, but nobody wants to wait for it here.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_incoming.DueAt is not null) await TransformAsync(_incoming.Take(), cancellation);
        foreach (var open in _objects.TakeAll()) await WriteAsync(open, cancellation);
    }

    async Task TransformAsync(IReadOnlyList<FirehoseRecord> batch, CancellationToken cancellation)
    {
        var (outcomes, attempts) = await _transformation!.RunAsync(batch, cancellation);
        Account = Account with { Invocations = Account.Invocations + 1, Attempts = Account.Attempts + attempts };
        foreach (var (record, outcome) in batch.Zip(outcomes)) await SortAsync(record, outcome, attempts, cancellation);
        await DeliverToSplunkAsync(cancellation);
    }

    /// <summary>What an invocation gave goes to Splunk at once; the service collects up to 5 MB or 60 seconds of it.</summary>
    async Task DeliverToSplunkAsync(CancellationToken cancellation)
    {
        if (_forSplunk.Count == 0) return;
        var failure = await _splunk!(_forSplunk.SelectMany(one => one.Data).ToArray(), cancellation);
        foreach (var (record, data) in _forSplunk)
        {
            if (failure is not { } why)
            {
                _open.Remove(record.Sequence);
                continue;
            }
            // Put aside is what was to be delivered, not what had been put.
            Account = Account with { Ok = Account.Ok - 1, Failed = Account.Failed + 1 };
            var transformed = record with { Data = data };
            var full = _objects.Add(ObjectKind.Failed("splunk-failed"), record, FailureLine.Write(transformed, why, 1, time.GetUtcNow(), functionArn: null), time.GetUtcNow());
            if (full is not null) await WriteAsync(full, cancellation);
        }
        _forSplunk.Clear();
    }

    async Task SortAsync(FirehoseRecord record, RecordOutcome outcome, int attempts, CancellationToken cancellation)
    {
        if (outcome.IsDropped)
        {
            _open.Remove(record.Sequence);
            Account = Account with { Dropped = Account.Dropped + 1 };
            return;
        }

        var failure = outcome.Failure;
        var keys = settings.Destination.Prefix.PartitionKeys.ToDictionary(name => name, name => outcome.PartitionKeys?.GetValueOrDefault(name) ?? "");
        var errorType = failure is null ? null : "processing-failed";
        if (failure is null && keys.Values.Any(string.IsNullOrEmpty)) (failure, errorType) = (LambdaFailure.NoPartitionKey, "dynamic-partitioning-failed");

        Account = failure is null ? Account with { Ok = Account.Ok + 1 } : Account with { Failed = Account.Failed + 1 };
        if (failure is null && settings.Splunk is not null)
        {
            _forSplunk.Add((record, outcome.Data!));
            return;
        }
        var full = failure is { } why
            ? _objects.Add(ObjectKind.Failed(errorType!), record, FailureLine.Write(record, why, attempts, time.GetUtcNow(), settings.Lambda?.FunctionArn), time.GetUtcNow())
            : _objects.Add(ObjectKind.Delivered(keys), record, outcome.Data, time.GetUtcNow());
        if (full is not null) await WriteAsync(full, cancellation);
    }

    async Task WriteAsync(ObjectBuffer buffer, CancellationToken cancellation)
    {
        var (destination, kind) = (settings.Destination, buffer.Kind);
        var key = ObjectName.Of(settings, kind, buffer.Oldest);
        // Lines about failures are never compressed.
        var body = destination.Gzip && kind.ErrorType is null ? Compressed(buffer.Content.Span) : buffer.Content;
        await put(new(destination.Bucket, key, body), cancellation);
        foreach (var sequence in buffer.Sequences) _open.Remove(sequence);
        Account = Account with { Objects = Account.Objects.Add(new(destination.Bucket, key, body.Length, buffer.Bytes, buffer.Sequences.Count, kind.ErrorType)) };
    }

    static byte[] Compressed(ReadOnlySpan<byte> content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest)) gzip.Write(content);
        return output.ToArray();
    }
}
