using System.Text;
using Amazon.S3.Model;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Sluice.Local.Tests;

/// <summary><c>./sluice replay … --to QUEUE</c>: what the loader rejected is asked for, a message an object.</summary>
public class QueueReplayTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    [SkippableFact]
    public async Task Every_object_under_the_prefix_is_a_message_that_the_loader_reads_as_a_replay()
    {
        MotoFixture.SkipWithoutMoto();
        using var sqs = moto.Aws.Sqs();
        using var s3 = moto.Aws.S3();
        var (bucket, name) = ($"rejected-{Guid.NewGuid():N}", $"load-{Guid.NewGuid():N}");
        await moto.Stack.CreateAsync([new(name, "AWS::SQS::Queue", name, name, new Dictionary<string, string>(), [])], default);
        var queue = (await sqs.GetQueueUrlAsync(name)).QueueUrl;
        await s3.PutBucketAsync(bucket);
        string[] keys = [.. Enumerable.Range(0, 23).Select(i => $"failed/logs/a b+{i:D2}/v/0-0.jsonl.gz")];
        foreach (var key in keys.Append("other/x")) await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = key });
        var said = new List<string>();

        var totals = await new QueueReplay(s3, sqs, queue, said.Add, TimeProvider.System).RunAsync(bucket, "failed/", default);

        Assert.Equal((23, 23, 0), (totals.Objects, totals.Sent, totals.Problems.Count));
        Assert.Equal(keys.Select(key => $"asked for   s3://{bucket}/{key}"), said);
        var read = (await MessagesAsync(sqs, queue)).Select(body => Assert.Single(ObjectEventReader.Read(Encoding.UTF8.GetBytes(body)).Parcels[0].Objects)).OrderBy(one => one.Key, StringComparer.Ordinal).ToList();
        Assert.Equal(keys, read.Select(one => one.Key));
        Assert.All(read, one => Assert.Equal((bucket, ObjectErrand.Replay), (one.Bucket, one.Errand!.Purpose)));
        Assert.All(read, one => Assert.Matches("^[0-9a-f]{32}$", one.ETag));
    }

    [SkippableFact]
    public async Task A_queue_that_is_not_there_is_an_error_and_not_silence()
    {
        MotoFixture.SkipWithoutMoto();
        using var sqs = moto.Aws.Sqs();
        using var s3 = moto.Aws.S3();
        var bucket = $"rejected-{Guid.NewGuid():N}";
        await s3.PutBucketAsync(bucket);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = "failed/x", ContentBody = "x" });
        await Assert.ThrowsAsync<QueueDoesNotExistException>(() => new QueueReplay(s3, sqs, moto.Aws.Endpoint + "123456789012/none", _ => { }, TimeProvider.System).RunAsync(bucket, "failed/", default));
    }

    static async Task<List<string>> MessagesAsync(AmazonSQSClient sqs, string queue)
    {
        var bodies = new List<string>();
        while (true)
        {
            var answer = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = queue, MaxNumberOfMessages = 10 });
            if (answer.Messages is not { Count: > 0 } messages) return bodies;
            bodies.AddRange(messages.Select(message => message.Body));
        }
    }
}
