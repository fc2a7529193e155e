using System.Net;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.SQS.Model;

namespace Sluice.Local.Tests;

/// <summary>server.py keeps the conditions of a copy and the owners that a caller expects, and tells of objects what S3 tells.</summary>
public class S3PatchTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    const string Central = TwoAccounts.CentralAccount;

    readonly string _bucket = $"bucket-{Guid.NewGuid():N}";

    async Task<AmazonS3Client> BucketAsync(LocalAws? aws = null)
    {
        var s3 = (aws ?? moto.Aws).S3();
        await s3.PutBucketAsync(_bucket);
        return s3;
    }

    Task<CopyObjectResponse> CopyAsync(AmazonS3Client s3, string from, string to, Action<CopyObjectRequest>? more = null)
    {
        var request = new CopyObjectRequest { SourceBucket = _bucket, SourceKey = from, DestinationBucket = _bucket, DestinationKey = to };
        more?.Invoke(request);
        return s3.CopyObjectAsync(request);
    }

    Task<PutObjectResponse> PutAsync(AmazonS3Client s3, string key, string body) => s3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, ContentBody = body });

    [SkippableFact]
    public async Task A_copy_that_must_be_new_is_refused_where_the_key_is_taken_and_what_is_there_stays()
    {
        MotoFixture.SkipWithoutMoto();
        using var s3 = await BucketAsync();
        await PutAsync(s3, "one", "1");
        await PutAsync(s3, "two", "2");

        await CopyAsync(s3, "one", "copy", request => request.IfNoneMatch = "*");
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => CopyAsync(s3, "two", "copy", request => request.IfNoneMatch = "*"));

        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), (refused.StatusCode, refused.ErrorCode));
        Assert.Equal("1"u8.ToArray(), await s3.GetAsync(_bucket, "copy", default));
        await CopyAsync(s3, "two", "copy");
        Assert.Equal("2"u8.ToArray(), await s3.GetAsync(_bucket, "copy", default));
    }

    [SkippableFact]
    public async Task Of_many_copies_that_must_be_new_one_is_made()
    {
        MotoFixture.SkipWithoutMoto();
        using var s3 = await BucketAsync();
        await PutAsync(s3, "one", "1");

        var copies = Enumerable.Range(0, 12).Select(_ => CopyAsync(s3, "one", "copy", request => request.IfNoneMatch = "*")).ToList();
        await Task.WhenAll(copies).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(1, copies.Count(copy => copy.IsCompletedSuccessfully));
    }

    [SkippableFact]
    public async Task A_source_that_has_changed_is_not_copied()
    {
        MotoFixture.SkipWithoutMoto();
        using var s3 = await BucketAsync();
        var first = await PutAsync(s3, "one", "1");
        await PutAsync(s3, "one", "2");

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => CopyAsync(s3, "one", "copy", request => request.ETagToMatch = first.ETag));

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
    }

    [SkippableFact]
    public async Task A_source_that_is_gone_is_missing_whatever_the_conditions()
    {
        MotoFixture.SkipWithoutMoto();
        using var s3 = await BucketAsync();
        await PutAsync(s3, "copy", "1");

        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => CopyAsync(s3, "nothing", "copy", request => request.IfNoneMatch = "*"));

        Assert.Equal("NoSuchKey", refused.ErrorCode);
    }

    [SkippableFact]
    public async Task A_bucket_of_another_account_than_expected_is_refused_on_either_side()
    {
        MotoFixture.SkipWithoutMoto();
        using var s3 = await BucketAsync(await moto.Stack.OfAccountAsync(Central, default));
        await PutAsync(s3, "one", "1");

        var target = await Assert.ThrowsAsync<AmazonS3Exception>(() => CopyAsync(s3, "one", "copy", request => request.ExpectedBucketOwner = Deployment.Account));
        var source = await Assert.ThrowsAsync<AmazonS3Exception>(() => CopyAsync(s3, "one", "copy", request => request.ExpectedSourceBucketOwner = Deployment.Account));

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], [target.StatusCode, source.StatusCode]);
        await CopyAsync(s3, "one", "copy", request => (request.ExpectedBucketOwner, request.ExpectedSourceBucketOwner) = (Central, Central));
    }

    [SkippableTheory]
    [InlineData("AWSLogs/1/a=b.log.gz", "AWSLogs/1/a%3Db.log.gz")]
    [InlineData("by hand/50% + ü.gz", "by+hand/50%25+%2B+%C3%BC.gz")]
    public async Task A_queue_is_told_of_an_object_as_S3_tells_it(string key, string told)
    {
        MotoFixture.SkipWithoutMoto();
        var name = $"queue-{Guid.NewGuid():N}";
        var arn = $"arn:aws:sqs:us-east-1:{Deployment.Account}:{name}";
        ResolvedResource[] resources =
        [
            Some("AWS::S3::Bucket", _bucket, $$$"""{"VersioningConfiguration":{"Status":"Enabled"},"NotificationConfiguration":{"QueueConfigurations":[{"Event":"s3:ObjectCreated:*","Queue":"{{{arn}}}"}]}}"""),
            Some("AWS::SQS::Queue", name, "{}"),
        ];
        await moto.Stack.CreateAsync(resources, default);
        using var s3 = moto.Aws.S3();
        using var sqs = moto.Aws.Sqs();

        var put = await PutAsync(s3, key, "1");

        var url = (await sqs.GetQueueUrlAsync(name)).QueueUrl;
        var messages = (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10 })).Messages;
        Assert.Equal(2, messages.Count);
        Assert.Equal("s3:TestEvent", JsonNode.Parse(messages[0].Body)!["Event"]!.ToString());
        var record = JsonNode.Parse(messages[1].Body)!["Records"]![0]!;
        Assert.Equal(("ObjectCreated:Put", told, put.VersionId, put.ETag.Trim('"')),
            (record["eventName"]!.ToString(), record["s3"]!["object"]!["key"]!.ToString(), record["s3"]!["object"]!["versionId"]!.ToString(), record["s3"]!["object"]!["eTag"]!.ToString()));
        Assert.EndsWith("Z", record["eventTime"]!.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_owner_of_a_bucket_is_told_of_what_another_account_copies_into_it()
    {
        MotoFixture.SkipWithoutMoto();
        var name = $"queue-{Guid.NewGuid():N}";
        var aws = await moto.Stack.OfAccountAsync(Central, default);
        ResolvedResource[] resources =
        [
            Some("AWS::S3::Bucket", _bucket, $$$"""{"NotificationConfiguration":{"QueueConfigurations":[{"Event":"s3:ObjectCreated:*","Queue":"arn:aws:sqs:us-east-1:{{{Central}}}:{{{name}}}"}]}}"""),
            Some("AWS::SQS::Queue", name, "{}"),
        ];
        await new MotoStack(new PythonScript(MotoFixture.Python!, MotoFixture.Scripts), aws).CreateAsync(resources, default);
        using var writer = moto.Aws.S3();
        using var sqs = aws.Sqs();

        await PutAsync(writer, "one", "1");
        await CopyAsync(writer, "one", "two");

        var url = (await sqs.GetQueueUrlAsync(name)).QueueUrl;
        var messages = (await sqs.ReceiveMessageAsync(new ReceiveMessageRequest(url) { MaxNumberOfMessages = 10 })).Messages;
        Assert.Equal(["ObjectCreated:Put one", "ObjectCreated:Copy two"],
            messages.Skip(1).Select(message => JsonNode.Parse(message.Body)!["Records"]![0]!).Select(record => $"{record["eventName"]} {record["s3"]!["object"]!["key"]}"));
    }

    [SkippableFact]
    public async Task A_key_has_the_id_that_the_template_was_resolved_with()
    {
        MotoFixture.SkipWithoutMoto();
        var id = Guid.NewGuid().ToString();

        await moto.Stack.CreateAsync([Some("AWS::KMS::Key", id, """{"KeyPolicy":{"Version":"2012-10-17","Statement":[]},"EnableKeyRotation":true}""")], default);

        var described = (await moto.Stack.CallAsync([new("kms", "describe_key", new() { ["KeyId"] = id }), new("kms", "get_key_rotation_status", new() { ["KeyId"] = id })], default)).ToList();
        Assert.Equal($"arn:aws:kms:us-east-1:{Deployment.Account}:key/{id}", described[0]["KeyMetadata"]!["Arn"]!.ToString());
        Assert.True((bool)described[1]["KeyRotationEnabled"]!);
    }

    [SkippableFact]
    public async Task A_queue_has_its_attributes_and_hands_its_failures_on_to_one_that_is_named_after_it()
    {
        MotoFixture.SkipWithoutMoto();
        var (queue, failures) = ($"a-{Guid.NewGuid():N}", $"b-{Guid.NewGuid():N}");

        await moto.Stack.CreateAsync(
        [
            Some("AWS::SQS::Queue", queue, $$$"""{"VisibilityTimeout":5400,"RedrivePolicy":{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:{{{failures}}}","maxReceiveCount":5}}"""),
            Some("AWS::SQS::Queue", failures, """{"MessageRetentionPeriod":1209600}"""),
        ], default);

        using var sqs = moto.Aws.Sqs();
        var attributes = (await sqs.GetQueueAttributesAsync((await sqs.GetQueueUrlAsync(queue)).QueueUrl, ["All"])).Attributes;
        Assert.Equal("5400", attributes["VisibilityTimeout"]);
        Assert.Equal("5", JsonNode.Parse(attributes["RedrivePolicy"])!["maxReceiveCount"]!.ToString());
    }

    static ResolvedResource Some(string type, string name, string properties) =>
        new(name, type, name, name, new Dictionary<string, string>(), JsonNode.Parse(properties)!.AsObject());
}
