using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>What CloudWatch Logs puts into a delivery stream has the shape that AWS gives it.</summary>
public class SubscriptionTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    [SkippableFact]
    public async Task A_new_subscription_sends_a_control_message_and_then_what_is_logged()
    {
        MotoFixture.SkipWithoutMoto();
        var (stream, group) = (await moto.StreamAsync(), $"group-{Guid.NewGuid():N}");
        await moto.LogsAsync("CreateLogGroup", new JsonObject { ["logGroupName"] = group });
        await moto.LogsAsync("CreateLogStream", new JsonObject { ["logGroupName"] = group, ["logStreamName"] = "eni-1" });
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        Assert.Equal(200, (await SubscribeAsync(group, stream, "")).Status);
        await moto.LogsAsync("PutLogEvents", new JsonObject
        {
            ["logGroupName"] = group,
            ["logStreamName"] = "eni-1",
            ["logEvents"] = new JsonArray(new JsonObject { ["timestamp"] = now, ["message"] = "first \"ü\"" }, new JsonObject { ["timestamp"] = now, ["message"] = "second" }),
        });

        var records = (await moto.WaitingAsync(stream)).Select(one => JsonNode.Parse(Played.Unzipped(Convert.FromBase64String(one!["data"]!.ToString())))!).ToList();
        Assert.Equal(2, records.Count);
        Assert.Equal(("CONTROL_MESSAGE", "CloudwatchLogs", "CWL CONTROL MESSAGE: Checking health of destination Firehose."),
            (records[0]["messageType"]!.ToString(), records[0]["owner"]!.ToString(), records[0]["logEvents"]![0]!["message"]!.ToString()));
        Assert.Equal(["messageType", "owner", "logGroup", "logStream", "subscriptionFilters", "logEvents"], records[1].AsObject().Select(one => one.Key));
        Assert.Equal(("DATA_MESSAGE", "123456789012", group, "eni-1", "[\"all\"]"),
            (records[1]["messageType"]!.ToString(), records[1]["owner"]!.ToString(), records[1]["logGroup"]!.ToString(), records[1]["logStream"]!.ToString(), records[1]["subscriptionFilters"]!.ToJsonString()));
        var events = records[1]["logEvents"]!.AsArray();
        Assert.Equal(["first \"ü\"", "second"], events.Select(one => one!["message"]!.GetValue<string>()));
        Assert.All(events, one => Assert.Matches("^[0-9]{56}$", one!["id"]!.GetValue<string>()));
        Assert.NotEqual(events[0]!["id"]!.ToString(), events[1]!["id"]!.ToString());
    }

    [SkippableFact]
    public async Task A_filter_pattern_is_an_error_that_says_it_is_not_played()
    {
        MotoFixture.SkipWithoutMoto();
        var (stream, group) = (await moto.StreamAsync(), $"group-{Guid.NewGuid():N}");
        await moto.LogsAsync("CreateLogGroup", new JsonObject { ["logGroupName"] = group });

        var refused = await SubscribeAsync(group, stream, "REJECT");

        Assert.Equal((400, "The local runner forwards every event: filterPattern must be empty, not 'REJECT'."), (refused.Status, refused.Answer["message"]!.ToString()));
        Assert.Empty(await moto.WaitingAsync(stream));
    }

    [SkippableFact]
    public async Task Events_that_compress_badly_come_in_as_many_records_as_it_takes()
    {
        MotoFixture.SkipWithoutMoto();
        var (stream, group) = (await moto.StreamAsync(), $"group-{Guid.NewGuid():N}");
        await moto.LogsAsync("CreateLogGroup", new JsonObject { ["logGroupName"] = group });
        await moto.LogsAsync("CreateLogStream", new JsonObject { ["logGroupName"] = group, ["logStreamName"] = "noise" });
        await SubscribeAsync(group, stream, "");
        var random = new Random(1);
        var noise = Enumerable.Range(0, 10).Select(_ => new string([.. Enumerable.Range(0, 100_000).Select(_ => (char)random.Next(0x4E00, 0x9FA0))])).ToList();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        await moto.LogsAsync("PutLogEvents", new JsonObject
        {
            ["logGroupName"] = group,
            ["logStreamName"] = "noise",
            ["logEvents"] = new JsonArray([.. noise.Select(text => (JsonNode)new JsonObject { ["timestamp"] = now, ["message"] = text })]),
        });

        var records = (await moto.WaitingAsync(stream)).Skip(1).Select(one => Convert.FromBase64String(one!["data"]!.ToString())).ToList();
        Assert.True(records.Count > 1);
        Assert.All(records, record => Assert.InRange(record.Length, 1, 1000 * 1024));
        Assert.Equal(noise, records.SelectMany(record => JsonNode.Parse(Played.Unzipped(record))!["logEvents"]!.AsArray()).Select(one => one!["message"]!.GetValue<string>()));
    }

    Task<(int Status, JsonNode Answer)> SubscribeAsync(string group, string stream, string pattern) => moto.LogsAsync("PutSubscriptionFilter", new JsonObject
    {
        ["logGroupName"] = group,
        ["filterName"] = "all",
        ["filterPattern"] = pattern,
        ["destinationArn"] = $"arn:aws:firehose:us-east-1:123456789012:deliverystream/{stream}",
        ["roleArn"] = "arn:aws:iam::123456789012:role/r",
    });
}
