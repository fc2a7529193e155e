using Amazon;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>What one entry of one call is answered with; <c>null</c>: it is taken.</summary>
/// <param name="Code">The service's.</param>
/// <param name="IsSendersFault">Whether it says so.</param>
sealed record EntryFault(string Code, bool IsSendersFault = false);

/// <summary>SNS, SQS, Firehose and EventBridge in memory: each call is noted, and answered entry by entry as scripted.</summary>
sealed class AwsInMemory
{
    static readonly BasicAWSCredentials Keys = new("AKIALOCAL00000000000", "local");

    /// <summary>Service, region (empty: the function's own), and texts of the entries of each call.</summary>
    public List<(string Service, string Region, string Target, string[] Entries)> Calls { get; } = [];

    /// <summary>Of a call (counted from 0) and an entry's text.</summary>
    public Func<int, string, EntryFault?> Entry { get; set; } = (_, _) => null;

    /// <summary>Thrown in place of an answer to a call.</summary>
    public Func<int, Exception?> Call { get; set; } = _ => null;

    /// <summary>Subject, group and attributes of the last entry.</summary>
    public (string? Subject, string? Group, string? Deduplication, string Attributes) Last { get; private set; }

    public AwsClients Clients() => new(region => new Sns(this, region), region => new Sqs(this, region), region => new Firehose(this, region), region => new Events(this, region));

    List<EntryFault?> Answer(string service, RegionEndpoint? region, string target, IEnumerable<string> entries)
    {
        string[] texts = [.. entries];
        var call = Calls.Count;
        Calls.Add((service, region?.SystemName ?? "", target, texts));
        if (Call(call) is { } failure) throw failure;
        return [.. texts.Select(text => Entry(call, text))];
    }

    sealed class Sns(AwsInMemory all, RegionEndpoint? region) : AmazonSimpleNotificationServiceClient(Keys, new AmazonSimpleNotificationServiceConfig { ServiceURL = "http://sns.invalid" })
    {
        public override Task<PublishBatchResponse> PublishBatchAsync(PublishBatchRequest request, CancellationToken cancellationToken = default)
        {
            var entries = request.PublishBatchRequestEntries;
            all.Last = (entries[^1].Subject, entries[^1].MessageGroupId, entries[^1].MessageDeduplicationId, string.Join(';', (entries[^1].MessageAttributes ?? []).Select(one => $"{one.Key}={one.Value.StringValue}:{one.Value.DataType}")));
            var faults = all.Answer("sns", region, request.TopicArn, entries.Select(entry => entry.Message));
            return Task.FromResult(new PublishBatchResponse
            {
                Successful = [.. entries.Where((_, i) => faults[i] is null).Select(entry => new PublishBatchResultEntry { Id = entry.Id })],
                Failed = [.. entries.Zip(faults).Where(pair => pair.Second is not null).Select(pair => new Amazon.SimpleNotificationService.Model.BatchResultErrorEntry { Id = pair.First.Id, Code = pair.Second!.Code, SenderFault = pair.Second.IsSendersFault })],
            });
        }
    }

    sealed class Sqs(AwsInMemory all, RegionEndpoint? region) : AmazonSQSClient(Keys, new AmazonSQSConfig { ServiceURL = "http://sqs.invalid" })
    {
        public override Task<SendMessageBatchResponse> SendMessageBatchAsync(SendMessageBatchRequest request, CancellationToken cancellationToken = default)
        {
            var entries = request.Entries;
            all.Last = (null, entries[^1].MessageGroupId, entries[^1].MessageDeduplicationId, string.Join(';', (entries[^1].MessageAttributes ?? []).Select(one => $"{one.Key}={one.Value.StringValue}:{one.Value.DataType}")));
            var faults = all.Answer("sqs", region, request.QueueUrl, entries.Select(entry => entry.MessageBody));
            return Task.FromResult(new SendMessageBatchResponse
            {
                Successful = [.. entries.Where((_, i) => faults[i] is null).Select(entry => new SendMessageBatchResultEntry { Id = entry.Id })],
                Failed = [.. entries.Zip(faults).Where(pair => pair.Second is not null).Select(pair => new Amazon.SQS.Model.BatchResultErrorEntry { Id = pair.First.Id, Code = pair.Second!.Code, SenderFault = pair.Second.IsSendersFault })],
            });
        }
    }

    sealed class Firehose(AwsInMemory all, RegionEndpoint? region) : AmazonKinesisFirehoseClient(Keys, new AmazonKinesisFirehoseConfig { ServiceURL = "http://firehose.invalid" })
    {
        public override Task<PutRecordBatchResponse> PutRecordBatchAsync(PutRecordBatchRequest request, CancellationToken cancellationToken = default)
        {
            var faults = all.Answer("firehose", region, request.DeliveryStreamName, request.Records.Select(record => System.Text.Encoding.UTF8.GetString(record.Data.ToArray())));
            return Task.FromResult(new PutRecordBatchResponse
            {
                FailedPutCount = faults.Count(fault => fault is not null),
                RequestResponses = [.. faults.Select(fault => new PutRecordBatchResponseEntry { ErrorCode = fault?.Code, RecordId = fault is null ? "r" : null })],
            });
        }
    }

    sealed class Events(AwsInMemory all, RegionEndpoint? region) : AmazonEventBridgeClient(Keys, new AmazonEventBridgeConfig { ServiceURL = "http://events.invalid" })
    {
        public override Task<PutEventsResponse> PutEventsAsync(PutEventsRequest request, CancellationToken cancellationToken = default)
        {
            var last = request.Entries[^1];
            all.Last = (last.DetailType, last.Source, null, string.Join(';', last.Resources));
            var faults = all.Answer("events", region, last.EventBusName, request.Entries.Select(entry => entry.Detail));
            return Task.FromResult(new PutEventsResponse
            {
                FailedEntryCount = faults.Count(fault => fault is not null),
                Entries = [.. faults.Select(fault => new PutEventsResultEntry { ErrorCode = fault?.Code, EventId = fault is null ? "e" : null })],
            });
        }
    }
}
