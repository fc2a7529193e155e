using System.Text;
using System.Text.Json.Nodes;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Sluice.Local;

/// <summary>Brings the messages of a queue to a function, and deletes those that it took: what Lambda's event source mapping does.</summary>
/// <remarks>Source: Lambda developer guide, "Using Lambda with Amazon SQS" and "Implementing partial batch responses". What is not deleted
/// comes again by itself when its visibility timeout is over.</remarks>
/// <param name="url">Of the queue.</param>
sealed class QueueFeed(IAmazonSQS sqs, string url, QueueMapping mapping, Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationOutcome>> invoke) : IDisposable
{
    /// <summary>The most that one call of SQS gives.</summary>
    const int MostAtOnce = 10;
    const int LongPollSeconds = 10;

    readonly SemaphoreSlim _turn = new(1, 1);
    List<Message> _last = [];       // guarded by _turn
    volatile QueueAccount _account = QueueAccount.Empty;

    public string Url => url;

    public QueueAccount Account => _account;

    /// <summary>Goes on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true) await TurnAsync(LongPollSeconds, cancellation);
    }

    /// <summary>Takes what is there, until nothing more comes.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        while (await TurnAsync(waitSeconds: 0, cancellation) > 0)
        {
            // The next batch.
        }
    }

    /// <summary>Delivers the last messages of the last batch once more, as a queue that promises "at least once" does now and then.</summary>
    public async Task DeliverAgainAsync(int count, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await DeliverAsync([.. _last.TakeLast(count)], cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        sqs.Dispose();
    }

    async Task<int> TurnAsync(int waitSeconds, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var batch = new List<Message>();
            while (batch.Count < mapping.BatchSize)
            {
                var more = await ReceiveAsync(Math.Min(MostAtOnce, mapping.BatchSize - batch.Count), batch.Count == 0 ? waitSeconds : 0, cancellation);
                if (more.Count == 0) break;
                batch.AddRange(more);
            }
            if (batch.Count > 0)
            {
                await DeliverAsync(batch, cancellation);
                _last = batch;
            }
            return batch.Count;
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task<IReadOnlyList<Message>> ReceiveAsync(int most, int waitSeconds, CancellationToken cancellation) =>
        (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url)
        {
            MaxNumberOfMessages = most,
            WaitTimeSeconds = waitSeconds,
            MessageSystemAttributeNames = ["All"],
        }, cancellation)).Messages ?? [];

    async Task DeliverAsync(List<Message> batch, CancellationToken cancellation)
    {
        var outcome = await invoke(Encoding.UTF8.GetBytes(QueueEvent.Of(batch, mapping.QueueArn).ToJsonString()), cancellation);
        var failed = Failures(outcome, batch.Select(one => one.MessageId).ToHashSet(StringComparer.Ordinal));
        var done = batch.Where(one => !failed.Contains(one.MessageId)).ToList();
        foreach (var some in done.Chunk(MostAtOnce))
            await sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest(url, [.. some.Select((one, i) => new DeleteMessageBatchRequestEntry($"{i}", one.ReceiptHandle))]), cancellation);
        var account = _account;
        _account = new(account.Received + batch.Count, account.Deleted + done.Count, account.Failed + batch.Count - done.Count, account.Invocations + 1);
    }

    IReadOnlySet<string> Failures(InvocationOutcome outcome, IReadOnlySet<string> all)
    {
        if (outcome.Kind != OutcomeKind.Succeeded) return all;
        return mapping.ReportsFailures ? PartialAnswer.Failures(outcome.Payload, all) : new HashSet<string>();
    }
}

/// <summary>The event that Lambda makes of messages.</summary>
static class QueueEvent
{
    public static JsonObject Of(IEnumerable<Message> messages, string queueArn) => new()
    {
        ["Records"] = new JsonArray([.. messages.Select(message => (JsonNode)new JsonObject
        {
            ["messageId"] = message.MessageId,
            ["receiptHandle"] = message.ReceiptHandle,
            ["body"] = message.Body,
            ["attributes"] = new JsonObject((message.Attributes ?? []).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
            ["messageAttributes"] = new JsonObject(),
            ["md5OfBody"] = message.MD5OfBody,
            ["eventSource"] = "aws:sqs",
            ["eventSourceARN"] = queueArn,
            ["awsRegion"] = queueArn.Split(':')[3],
        })]),
    };
}
