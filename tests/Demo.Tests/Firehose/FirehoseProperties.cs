using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Sluice.Local.Tests;

public class FirehoseProperties
{
    static readonly DateTimeOffset s_now = new(2026, 11, 22, 6, 7, 8, TimeSpan.Zero);

    [Fact]
    public void Batches_hold_every_record_once_in_order_and_keep_both_limits() => Prop.ForAll((NonEmptyArray<ushort> sizes, PositiveInt maxBytes, PositiveInt room) =>
    {
        var records = sizes.Get.Select((size, index) => new FirehoseRecord(index + 1, new byte[size], s_now)).ToList();
        var maxEventBytes = 400 + room.Get * 500;
        var buffer = new TransformationBuffer(maxBytes.Get * 1000, TimeSpan.Zero, maxEventBytes);
        var batches = records.SelectMany(record => buffer.Add(record, s_now)).ToList();
        if (buffer.DueAt is not null) batches.Add(buffer.Take());

        Assert.Equal(records, batches.SelectMany(batch => batch));
        Assert.All(batches.Where(batch => batch.Count > 1), batch =>
        {
            Assert.True(batch.Sum(record => record.Data.Length) <= maxBytes.Get * 1000);
            Assert.True(batch.Sum(TransformationEvent.MaxBytesOf) <= maxEventBytes);
        });
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_event_is_never_larger_than_foretold() => Prop.ForAll((NonEmptyArray<NonNull<byte[]>> data, NonNull<string> key, bool fromKinesis) =>
    {
        var settings = Played.SettingsOf(stream: fromKinesis ? """{"KinesisStreamSourceConfiguration":{"KinesisStreamARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/source"}}""" : "{}");
        var origin = fromKinesis ? new KinesisOrigin("shardId-000000000000", key.Get, "49546986683135544286507457936321625675700192471156785154", long.MaxValue) : null;
        var records = data.Get.Select((one, index) => new FirehoseRecord(index + 1, one.Get, s_now, origin)).ToList();

        return TransformationEvent.Write(settings, records, Guid.NewGuid()).Length <= TransformationEvent.MaxBytesOf(settings) + records.Sum(TransformationEvent.MaxBytesOf);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_event_gives_back_what_was_put() => Prop.ForAll((NonEmptyArray<NonNull<byte[]>> data) =>
    {
        var records = data.Get.Select((one, index) => new FirehoseRecord(index + 1, one.Get, s_now)).ToList();
        var read = JsonNode.Parse(TransformationEvent.Write(Played.SettingsOf(), records, Guid.NewGuid()))!["records"]!.AsArray();

        Assert.Equal(data.Get.Select(one => one.Get), read.Select(one => Convert.FromBase64String(one!["data"]!.ToString())));
        Assert.Equal(records.Count, read.Select(one => one!["recordId"]!.ToString()).Distinct().Count());
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_record_is_accounted_for_once_whatever_the_function_answers() => Prop.ForAll((NonEmptyArray<byte> behaviours) =>
    {
        var played = new Played((@event, _) => Answers.Each(@event, (record, index) => behaviours.Get[index % behaviours.Get.Length] switch
        {
            < 60 => Answers.Ok(record),
            < 120 => Answers.Entry(record, "Dropped"),
            < 180 => Answers.Entry(record, "ProcessingFailed"),
            < 240 => null,
            _ => Answers.Entry(record, "Nonsense"),
        }), """{"Prefix":"ok/"}""");
        played.PutAllAsync([.. behaviours.Get.Select((_, index) => index + ";")]).GetAwaiter().GetResult();

        var account = played.Player.Account;
        Assert.Equal(behaviours.Get.Length, account.Ok + account.Dropped + account.Failed);
        Assert.Equal(account.Ok, played.Delivered.Sum(text => text.Count(letter => letter == ';')));
        Assert.Equal(account.Failed, played.Failures.Count);
        Assert.Equal(behaviours.Get.Length, played.Player.SettledThrough);
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_for_an_answer_give_each_record_one_outcome() => Prop.ForAll((NonNull<byte[]> answer, PositiveInt count) =>
    {
        var records = Enumerable.Range(1, count.Get).Select(index => new FirehoseRecord(index, new byte[1], s_now)).ToList();

        return TransformationAnswer.Read(answer.Get, records).Length == records.Count;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_failure_line_is_one_line_and_gives_the_record_back() => Prop.ForAll((NonNull<byte[]> data, NonNull<string> message) =>
    {
        var line = FailureLine.Write(new(1, data.Get, s_now), new("Lambda.FunctionError", message.Get), 4, s_now, "arn");

        Assert.Equal(line.Length - 1, Array.IndexOf(line, (byte)'\n'));
        using var read = JsonDocument.Parse(line);
        return read.RootElement.GetProperty("rawData"u8).GetBytesFromBase64().SequenceEqual(data.Get);
    }).QuickCheckThrowOnFailure();
}
