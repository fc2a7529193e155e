using System.IO.Compression;

namespace Sluice;

/// <summary>One call that puts records into a stream.</summary>
/// <param name="records">At most 500, 4 MiB together.</param>
/// <param name="cancellation">Ends the call.</param>
/// <returns>One entry a record, same order: <c>null</c> = accepted, else the error code.</returns>
public delegate Task<IReadOnlyList<string?>> PutBatch(IReadOnlyList<byte[]> records, CancellationToken cancellation);

/// <summary>What became of the lines of one object.</summary>
/// <param name="Lines">Lines that are not empty.</param>
/// <param name="Sent">Records that the stream accepted.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Problems">What could not be sent, by line and reason; at most <see cref="ReplayObject.ProblemsShown"/>.</param>
/// <param name="Failed">Lines that could not be sent.</param>
public sealed record ReplayResult(long Lines, long Sent, long Bytes, long Failed, IReadOnlyList<string> Problems);

/// <summary>Reads an object of failed records and puts each back into the stream.</summary>
/// <param name="put">One call.</param>
/// <param name="time">The clock of the waits between calls.</param>
/// <param name="budget">How often and how long to wait.</param>
public sealed class ReplayObject(PutBatch put, TimeProvider time, RetryBudget budget)
{
    /// <summary>Problems named in a result; the rest are counted.</summary>
    public const int ProblemsShown = 10;

    /// <summary>1,000 KiB in base64, and room for an error message.</summary>
    const int MaxLineBytes = 4 << 20;

    /// <summary>Replays one object, in constant memory.</summary>
    /// <param name="content">JSON lines, plain or gzip; read forward once.</param>
    /// <param name="kind">What its records are.</param>
    /// <param name="deadline">What is not accepted by then has failed.</param>
    /// <exception cref="InvalidDataException">The object is damaged gzip, or has a line that is too long: what stands before it was sent.</exception>
    public async Task<ReplayResult> RunAsync(Stream content, ReplayKind kind, CancellationToken deadline)
    {
        var tally = new Tally();
        var batch = new List<(long Line, byte[] Data)>();
        var bytes = 0;
        await using var text = await PlainAsync(content, deadline);
        var reader = new LineReader(text, MaxLineBytes);
        while (await reader.ReadAsync(deadline) is { } line)
        {
            if (line.Bytes.Span.Trim(" \t\r"u8).IsEmpty) continue;
            tally.Lines++;
            if (Record(line, kind, tally) is not { } data) continue;
            if (batch.Count == FirehosePut.MaxRecords || (batch.Count > 0 && bytes + data.Length > FirehosePut.MaxBytes))
            {
                await SendAsync(batch, tally, deadline);
                bytes = 0;
            }
            batch.Add((line.Number, data));
            bytes += data.Length;
        }
        await SendAsync(batch, tally, deadline);
        return new ReplayResult(tally.Lines, tally.Sent, tally.Bytes, tally.Failed, tally.Problems);
    }

    static byte[]? Record(Line line, ReplayKind kind, Tally tally)
    {
        try
        {
            var record = FailedRecord.Read(line.Bytes.Span);
            var data = Replays.Wrap(record.Data, Replays.KindOf(record.ErrorCode, kind));
            if (data.Length <= FirehosePut.MaxRecordBytes) return data;
            tally.Problem(line.Number, $"its record has {data.Length} bytes, more than the {FirehosePut.MaxRecordBytes} that the stream takes");
        }
        catch (InvalidDataException wrong)
        {
            tally.Problem(line.Number, wrong.Message);
        }
        return null;
    }

    async Task SendAsync(List<(long Line, byte[] Data)> batch, Tally tally, CancellationToken deadline)
    {
        if (batch.Count == 0) return;
        var errors = await PartialBatch.SendAsync([.. batch.Select(record => record.Data)], (records, token) => put(records, token), AwsErrors.IsTransient, budget, time, deadline);
        for (var i = 0; i < batch.Count; i++)
        {
            if (errors[i] is { } error)
            {
                tally.Problem(batch[i].Line, $"the stream refused it: {error}");
                continue;
            }
            tally.Sent++;
            tally.Bytes += batch[i].Data.Length;
        }
        batch.Clear();
    }

    /// <summary>Objects under the error prefix are gzip where the stream compresses: told by their first bytes, not by their name.</summary>
    static async Task<Stream> PlainAsync(Stream content, CancellationToken deadline)
    {
        var buffered = new BufferedStream(content, 64 << 10);
        var head = new byte[3];
        var read = await buffered.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, deadline);
        var whole = new JoinedStream(head.AsMemory(0, read), buffered);
        return Gzip.IsGzip(head.AsSpan(0, read)) ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    sealed class Tally
    {
        public long Lines, Sent, Bytes, Failed;
        public List<string> Problems { get; } = [];

        public void Problem(long line, string reason)
        {
            Failed++;
            if (Problems.Count < ProblemsShown) Problems.Add($"line {line}: {reason}");
        }
    }
}
