using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.Tests;

/// <summary>Events that name created objects, in every envelope that AWS puts around them.</summary>
public class ObjectEventReaderTests
{
    const string Key = "a b+c/%2B ünï/../x//y.gz";

    static readonly JsonObject s_notification = Notification("ObjectCreated:Put", Key);

    static readonly JsonObject s_eventBridge = (JsonObject)JsonNode.Parse("""
        {"version":"0","id":"1","detail-type":"Object Created","source":"aws.s3","account":"111122223333","time":"2026-11-22T10:00:00Z","region":"eu-west-1",
         "detail":{"bucket":{"name":"logs"},"object":{"key":"k","size":5,"etag":"00ff","version-id":"v1","sequencer":"01"}}}
        """)!;

    static JsonObject Notification(string name, string key) => new()
    {
        ["Records"] = new JsonArray(new JsonObject
        {
            ["eventSource"] = "aws:s3",
            ["awsRegion"] = "eu-west-1",
            ["eventTime"] = "2026-11-22T10:00:00.000Z",
            ["eventName"] = name,
            ["s3"] = new JsonObject
            {
                ["bucket"] = new JsonObject { ["name"] = "logs" },
                ["object"] = new JsonObject { ["key"] = FormEncoded(key), ["size"] = 5, ["eTag"] = "00ff", ["versionId"] = "v1" },
            },
        }),
    };

    static string FormEncoded(string key) => Uri.EscapeDataString(key).Replace("%20", "+", StringComparison.Ordinal);

    static JsonObject Sns(JsonNode inner) => new() { ["Records"] = new JsonArray(new JsonObject { ["EventSource"] = "aws:sns", ["Sns"] = new JsonObject { ["Message"] = inner.ToJsonString() } }) };

    static JsonObject SnsNotification(JsonNode inner) => new() { ["Type"] = "Notification", ["TopicArn"] = "arn:aws:sns:eu-west-1:111122223333:t", ["Message"] = inner.ToJsonString() };

    static JsonObject Sqs(params string[] bodies) => new()
    {
        ["Records"] = new JsonArray([.. bodies.Select((body, i) => (JsonNode)new JsonObject { ["messageId"] = $"m{i + 1}", ["eventSource"] = "aws:sqs", ["body"] = body })]),
    };

    static ObjectEvent Read(JsonNode @event) => ObjectEventReader.Read(Encoding.UTF8.GetBytes(@event.ToJsonString()));

    public static TheoryData<string, string, ObjectEventKind> Envelopes => new()
    {
        { "S3", s_notification.ToJsonString(), ObjectEventKind.Notification },
        { "SNS(S3)", Sns(s_notification).ToJsonString(), ObjectEventKind.Notification },
        { "SQS(S3)", Sqs(s_notification.ToJsonString()).ToJsonString(), ObjectEventKind.Queue },
        { "SQS(SNS(S3))", Sqs(SnsNotification(s_notification).ToJsonString()).ToJsonString(), ObjectEventKind.Queue },
    };

    [Theory]
    [MemberData(nameof(Envelopes))]
    public void Every_envelope_of_a_notification_gives_the_object_with_its_key_decoded(string name, string @event, ObjectEventKind kind)
    {
        var read = ObjectEventReader.Read(Encoding.UTF8.GetBytes(@event));
        Assert.True(kind == read.Kind, name);
        var one = Assert.Single(Assert.Single(read.Parcels).Objects);
        Assert.Equal(new("logs", Key, "v1", "00ff", 5, "eu-west-1", "", new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero)), one);
    }

    [Theory]
    [InlineData("plus+and%2B")]
    [InlineData("100%")]
    [InlineData("a b")]
    public void A_key_of_EventBridge_is_taken_as_it_is_also_through_SNS_and_SQS(string key)
    {
        var @event = (JsonObject)s_eventBridge.DeepClone();
        @event["detail"]!["object"]!["key"] = key;
        foreach (var envelope in (JsonNode[])[@event, Sns(@event), Sqs(@event.ToJsonString()), Sqs(SnsNotification(@event).ToJsonString())])
        {
            var one = Assert.Single(Assert.Single(Read(envelope).Parcels).Objects);
            Assert.Equal(("logs", key, "v1", "00ff", "eu-west-1", "111122223333"), (one.Bucket, one.Key, one.VersionId, one.ETag, one.Region, one.Account));
        }
    }

    [Fact]
    public void All_records_of_all_messages_are_read_in_order()
    {
        static string Two(string a, string b) => new JsonObject
        {
            ["Records"] = new JsonArray(Notification("ObjectCreated:Put", a)["Records"]![0]!.DeepClone(), Notification("ObjectCreated:CompleteMultipartUpload", b)["Records"]![0]!.DeepClone()),
        }.ToJsonString();
        var read = Read(Sqs(Two("1", "2"), Two("3", "4")));
        Assert.Equal(["m1", "m2"], read.Parcels.Select(parcel => parcel.Id));
        Assert.Equal(["1", "2", "3", "4"], read.Parcels.SelectMany(parcel => parcel.Objects).Select(one => one.Key));
    }

    [Theory]
    [InlineData("""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-22T10:00:00Z","Bucket":"logs"}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"logs"},"object":{"key":"k"}}}]}""")]
    [InlineData("""{"Records":[{"eventName":"ObjectRestore:Completed","s3":{"bucket":{"name":"logs"},"object":{"key":"k"}}}]}""")]
    [InlineData("""{"detail-type":"Object Deleted","source":"aws.s3","detail":{"bucket":{"name":"logs"},"object":{"key":"k"}}}""")]
    public void What_creates_no_object_is_ignored_and_counted_in_every_envelope(string @event)
    {
        foreach (var envelope in (JsonNode[])[JsonNode.Parse(@event)!, Sns(JsonNode.Parse(@event)!), Sqs(@event)])
        {
            var parcel = Assert.Single(Read(envelope).Parcels);
            Assert.Empty(parcel.Objects);
            Assert.Equal((1, null), (parcel.Ignored, parcel.Problem));
        }
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"Records":[{"dynamodb":{}}]}""")]
    [InlineData("""{"Type":"Notification","Message":"hello"}""")]
    public void A_message_that_cannot_be_read_is_a_problem_of_its_own_and_the_others_go_on(string body)
    {
        var read = Read(Sqs(body, s_notification.ToJsonString()));
        Assert.NotNull(read.Parcels[0].Problem);
        Assert.Single(read.Parcels[1].Objects);
        var answer = new ByteBuffer();
        ObjectAnswer.Write(read, [[], [ObjectOutcome.Delivered()]], answer);
        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"m1"}]}""", Encoding.UTF8.GetString(answer.Written));
    }

    [Fact]
    public void A_bad_record_beside_good_ones_fails_the_event_after_the_good_ones_were_tried()
    {
        var @event = (JsonObject)s_notification.DeepClone();
        @event["Records"]!.AsArray().Insert(0, new JsonObject { ["eventName"] = "ObjectCreated:Put", ["s3"] = new JsonObject() });
        var read = Read(@event);
        Assert.Single(read.Parcels[0].Objects);
        var failure = Assert.Throws<ObjectsFailedException>(() => ObjectAnswer.Write(read, [[ObjectOutcome.Delivered()]], new ByteBuffer()));
        Assert.Contains("without bucket name or object key", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0", "s3BucketArn", "arn:aws:s3:::logs")]
    [InlineData("2.0", "s3Bucket", "logs")]
    public void Tasks_of_batch_operations_are_read_and_answered_in_both_schemas(string schema, string member, string bucket)
    {
        var read = Read(new JsonObject
        {
            ["invocationSchemaVersion"] = schema,
            ["invocationId"] = "i",
            ["job"] = new JsonObject { ["id"] = "j" },
            ["tasks"] = new JsonArray(
                new JsonObject { ["taskId"] = "t1", ["s3Key"] = "a+b%2Bc", ["s3VersionId"] = null, [member] = bucket },
                new JsonObject { ["taskId"] = "t2", ["s3Key"] = "k", ["s3VersionId"] = "v", [member] = bucket },
                new JsonObject { ["taskId"] = "t3", ["s3Key"] = "k", [member] = bucket },
                new JsonObject { ["taskId"] = "t4", ["s3Key"] = "", [member] = bucket }),
        });
        Assert.Equal(ObjectEventKind.BatchJob, read.Kind);
        Assert.Equal(new("logs", "a b+c", "", "", -1, "", "", null), Assert.Single(read.Parcels[0].Objects));
        Assert.Equal("v", read.Parcels[1].Objects[0].VersionId);

        var answer = new ByteBuffer();
        ObjectAnswer.Write(read, [[ObjectOutcome.Delivered("copied")], [ObjectOutcome.Failed("slow")], [ObjectOutcome.FailedForGood("denied")], []], answer);
        var json = JsonNode.Parse(answer.Written)!;
        Assert.Equal((schema, "TemporaryFailure", "i"), ((string)json["invocationSchemaVersion"]!, (string)json["treatMissingKeysAs"]!, (string)json["invocationId"]!));
        Assert.Equal(["t1 Succeeded copied", "t2 TemporaryFailure slow", "t3 PermanentFailure denied", "t4 PermanentFailure names no bucket or no key"],
            json["results"]!.AsArray().Select(one => $"{one!["taskId"]} {one["resultCode"]} {one["resultString"]}"));
    }

    [Fact]
    public void A_long_reason_is_cut_at_a_character_for_batch_operations()
    {
        var answer = new ByteBuffer();
        var @event = new ObjectEvent(ObjectEventKind.BatchJob, [new("t", [new("b", "k", "", "", -1, "", "", null)], 0, null)], "i", "1.0");
        ObjectAnswer.Write(@event, [[ObjectOutcome.Failed("x" + new string('ü', 600))]], answer);
        var text = (string)JsonNode.Parse(answer.Written)!["results"]![0]!["resultString"]!;
        Assert.Equal("x" + new string('ü', 511), text);
    }

    [Theory]
    [InlineData("not json", "The event is not JSON")]
    [InlineData("[]", "The event is a JSON Array")]
    [InlineData("""{"records":[]}""", "names no S3 object")]
    [InlineData("""{"tasks":[],"invocationSchemaVersion":"3.0"}""", "invocationSchemaVersion '3.0'")]
    [InlineData("""{"Records":[{"eventSource":"aws:sqs","body":"{}"}]}""", "without messageId")]
    [InlineData("""{"source":"aws.ec2","detail-type":"EC2 Instance State-change Notification","detail":{}}""", "names no S3 object")]
    public void Any_other_event_says_what_is_expected(string @event, string part) =>
        Assert.Contains(part, Assert.Throws<InvalidDataException>(() => ObjectEventReader.Read(Encoding.UTF8.GetBytes(@event))).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_key_survives_any_envelope() => Prop.ForAll((NonEmptyString text) =>
    {
        var key = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));      // lone surrogates: U+FFFD
        var notification = Notification("ObjectCreated:Copy", key);
        return Read(Sqs(SnsNotification(notification).ToJsonString())).Parcels[0].Objects[0].Key == key;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_event_cut_or_flipped_anywhere_is_read_or_refused_and_never_anything_else()
    {
        var whole = Encoding.UTF8.GetBytes(Sqs(SnsNotification(s_notification).ToJsonString(), s_eventBridge.ToJsonString()).ToJsonString());
        for (var at = 0; at < whole.Length; at++)
        {
            Try(whole[..at]);
            for (var bit = 0; bit < 8; bit++)
            {
                var bad = (byte[])whole.Clone();
                bad[at] ^= (byte)(1 << bit);
                Try(bad);
            }
        }

        static void Try(byte[] @event)
        {
            try
            {
                ObjectEventReader.Read(@event);
            }
            catch (InvalidDataException)
            {
                // the documented answer
            }
        }
    }

    [Fact]
    public async Task Objects_that_the_deadline_leaves_and_handlers_that_throw_are_failures()
    {
        var read = Read(Sqs(Notification("ObjectCreated:Put", "1").ToJsonString(), Notification("ObjectCreated:Put", "2").ToJsonString(), Notification("ObjectCreated:Put", "3").ToJsonString()));
        using var deadline = new CancellationTokenSource();
        var outcomes = await ObjectRun.RunAsync(read, (one, _) =>
        {
            if (one.Key == "1") throw new InvalidOperationException("broken");
            deadline.Cancel();
            return Task.FromResult(ObjectOutcome.Delivered());
        }, concurrency: 1, deadline.Token);
        Assert.Equal(["InvalidOperationException: broken", "", "no time was left to begin with it"], outcomes.Select(one => one[0].Text));
        var tally = new ObjectTally(read, outcomes);
        Assert.Equal((3, 1, 0, 2), (tally.In, tally.Delivered, tally.Dropped, tally.Failed));
    }

    [Fact]
    public void An_outcome_that_nobody_set_is_a_failure()
    {
        Assert.True(default(ObjectOutcome).IsFailure);
        Assert.Equal("not processed", default(ObjectOutcome).Text);
    }

    [Fact]
    public void A_member_whose_name_is_an_unpaired_surrogate_is_a_problem_of_its_message_alone()
    {
        const string body = """{"Records":[{"\ud800":1,"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}""";
        var read = Read(Sqs(body, Notification("ObjectCreated:Put", "2").ToJsonString()));
        Assert.NotNull(read.Parcels[0].Problem);
        Assert.Null(read.Parcels[1].Problem);
        Assert.Throws<InvalidDataException>(() => ObjectEventReader.Read(System.Text.Encoding.UTF8.GetBytes(body)));
    }
}
