using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>What Firehose does with the answer of a transformation.</summary>
public class TransformationRules
{
    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task Ok_data_is_joined_with_nothing_in_between()
    {
        var played = await new Played((@event, _) => Answers.Each(@event, (record, index) => Answers.Entry(record, "Ok", Base64($"<{index}>")))).PutAllAsync("a", "b", "c");

        Assert.Equal(["<0><1><2>"], played.Delivered);
        Assert.Equal((3, 3, 0, 0), (played.Player.Account.RecordsIn, played.Player.Account.Ok, played.Player.Account.Dropped, played.Player.Account.Failed));
    }

    [Fact]
    public async Task A_dropped_record_leaves_no_trace()
    {
        var played = await new Played((@event, _) => Answers.Each(@event, (record, index) => index == 1 ? Answers.Entry(record, "Dropped") : Answers.Ok(record))).PutAllAsync("a", "b", "c");

        Assert.Equal(["ac"], played.Delivered);
        Assert.Empty(played.Failures);
        Assert.Equal(1, played.Player.Account.Dropped);
    }

    [Fact]
    public async Task A_failed_record_is_put_aside_as_it_was_put_and_the_others_go_on()
    {
        var played = await new Played((@event, _) => Answers.Each(@event, (record, index) =>
            index == 1 ? Answers.Entry(record, "ProcessingFailed", Base64("something else")) : Answers.Ok(record))).PutAllAsync("a", "b", "c");

        Assert.Equal(["ac"], played.Delivered);
        var line = Assert.Single(played.Failures);
        Assert.Equal(["rawData", "errorCode", "errorMessage", "attemptsMade", "arrivalTimestamp", "attemptEndingTimestamp", "lambdaARN"], line.AsObject().Select(one => one.Key));
        Assert.Equal((Base64("b"), "Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record", 1, Played.FunctionArn),
            (line["rawData"]!.ToString(), line["errorCode"]!.ToString(), line["errorMessage"]!.ToString(), (int)line["attemptsMade"]!, line["lambdaARN"]!.ToString()));
        Assert.Equal(played.Time.Now.ToUnixTimeMilliseconds(), (long)line["arrivalTimestamp"]!);
    }

    [Fact]
    public async Task A_record_without_an_answer_fails_alone()
    {
        var played = await new Played((@event, _) => Answers.Each(@event, (record, index) => index == 0 ? null : Answers.Ok(record))).PutAllAsync("a", "b");

        Assert.Equal(["b"], played.Delivered);
        Assert.Equal("Lambda.MissingRecordId", Assert.Single(played.Failures)["errorCode"]!.ToString());
    }

    [Fact]
    public async Task A_record_answered_twice_fails_alone()
    {
        var played = await new Played((@event, _) =>
        {
            var answer = JsonNode.Parse(Answers.Echo(@event, 1).Payload)!;
            answer["records"]!.AsArray().Add(answer["records"]![0]!.DeepClone());
            return Answers.Succeeded(answer.ToJsonString());
        }).PutAllAsync("a", "b");

        Assert.Equal(["b"], played.Delivered);
        Assert.Equal("Lambda.DuplicatedRecordId", Assert.Single(played.Failures)["errorCode"]!.ToString());
    }

    [Fact]
    public async Task An_answer_for_a_record_that_nobody_sent_is_passed_over()
    {
        var played = await new Played((@event, _) =>
        {
            var answer = JsonNode.Parse(Answers.Echo(@event, 1).Payload)!;
            answer["records"]!.AsArray().Add(new JsonObject { ["recordId"] = "stranger", ["result"] = "Ok", ["data"] = Base64("stray") });
            return Answers.Succeeded(answer.ToJsonString());
        }).PutAllAsync("a");

        Assert.Equal(["a"], played.Delivered);
        Assert.Empty(played.Failures);
    }

    [Theory]
    [InlineData("not JSON", "Lambda.JsonProcessingException")]
    [InlineData("", "Lambda.JsonProcessingException")]
    [InlineData("[]", "Lambda.JsonProcessingException")]
    [InlineData("""{"records":{}}""", "Lambda.JsonProcessingException")]
    [InlineData("""{"records":[7]}""", "Lambda.JsonProcessingException")]
    [InlineData("""{"records":[{"result":"Ok","data":""}]}""", "Lambda.FunctionError")]
    [InlineData("{}", "Lambda.MissingRecordId")]
    [InlineData("""{"records":null}""", "Lambda.MissingRecordId")]
    public async Task An_answer_of_another_form_fails_all_records_and_is_final(string answer, string code)
    {
        var played = await new Played((_, _) => Answers.Succeeded(answer)).PutAllAsync("a", "b");

        Assert.Empty(played.Delivered);
        Assert.All(played.Failures, line => Assert.Equal((code, 1), (line["errorCode"]!.ToString(), (int)line["attemptsMade"]!)));
        Assert.Equal(2, played.Failures.Count);
        Assert.Single(played.Events);
    }

    [Theory]
    [InlineData("Maybe", "YQ==")]
    [InlineData("ok", "YQ==")]
    [InlineData("Ok", "a")]
    [InlineData("Ok", "%%%%")]
    [InlineData("Dropped", "%%%%")]
    public async Task One_entry_with_a_wrong_result_or_wrong_base64_makes_the_whole_answer_unreadable(string result, string data)
    {
        var played = await new Played((@event, _) => Answers.Each(@event, (record, index) => index == 1 ? Answers.Entry(record, result, data) : Answers.Ok(record))).PutAllAsync("a", "b");

        Assert.Empty(played.Delivered);
        Assert.Equal(["Lambda.FunctionError", "Lambda.FunctionError"], played.Failures.Select(line => line["errorCode"]!.ToString()));
    }

    [Fact]
    public async Task Ok_without_data_fails_alone()
    {
        var played = await new Played((@event, _) => Answers.Each(@event, (record, index) => index == 1 ? Answers.Entry(record, "Ok") : Answers.Ok(record))).PutAllAsync("a", "b");

        Assert.Equal(["a"], played.Delivered);
        Assert.Equal("Lambda.InvalidReturnFormat", Assert.Single(played.Failures)["errorCode"]!.ToString());
    }

    [Theory]
    [InlineData(OutcomeKind.FunctionError)]
    [InlineData(OutcomeKind.TimedOut)]
    [InlineData(OutcomeKind.Exited)]
    [InlineData(OutcomeKind.InitFailed)]
    [InlineData(OutcomeKind.ResponseTooLarge)]
    internal async Task A_failed_invocation_is_tried_again_as_often_as_configured_and_then_the_batch_is_put_aside(OutcomeKind kind)
    {
        var played = await new Played((_, _) => Answers.Outcome(kind, "{}"), processor: """{"NumberOfRetries":"2"}""").PutAllAsync("a", "b");

        Assert.Equal(3, played.Events.Count);
        Assert.Equal([Base64("a"), Base64("b")], played.Failures.Select(line => line["rawData"]!.ToString()));
        Assert.All(played.Failures, line => Assert.Equal(("Lambda.FunctionError", 3), (line["errorCode"]!.ToString(), (int)line["attemptsMade"]!)));
        Assert.Equal((1, 3), (played.Player.Account.Invocations, played.Player.Account.Attempts));
    }

    [Fact]
    public async Task Three_retries_are_made_unless_told_and_one_that_succeeds_delivers()
    {
        var played = await new Played((@event, attempt) => attempt < 4 ? Answers.Outcome(OutcomeKind.FunctionError, "{}") : Answers.Echo(@event, attempt)).PutAllAsync("a");

        Assert.Equal(["a"], played.Delivered);
        Assert.Equal(4, played.Player.Account.Attempts);
    }

    [Fact]
    public async Task An_attempt_has_an_invocation_id_of_its_own_and_the_same_records()
    {
        var played = await new Played((_, _) => Answers.Outcome(OutcomeKind.FunctionError, "{}")).PutAllAsync("a", "b");

        Assert.Equal(4, played.Events.Select(one => one["invocationId"]!.ToString()).Distinct().Count());
        Assert.Single(played.Events.Select(one => one["records"]!.ToJsonString()).Distinct());
    }

    [Fact]
    public async Task An_answer_above_6_MB_is_a_failed_invocation()
    {
        var padding = new string(' ', TransformationEvent.MaxBytes);
        var played = await new Played((@event, _) => Answers.Succeeded(Encoding.UTF8.GetString(Answers.Echo(@event, 1).Payload) + padding)).PutAllAsync("a");

        Assert.Equal(("Lambda.FunctionError", 4), (Assert.Single(played.Failures)["errorCode"]!.ToString(), (int)played.Failures[0]["attemptsMade"]!));
    }

    [Fact]
    public async Task An_invocation_that_takes_five_minutes_is_given_up_and_tried_again()
    {
        var time = new ClockThatRings();
        var transformation = new FirehoseTransformation(
            Played.SettingsOf(), new(Played.FunctionArn, 1, 1, TimeSpan.Zero),
            async (_, cancellation) =>
            {
                time.Ring();
                await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
                throw new InvalidOperationException("never reached");
            },
            time);

        var (outcomes, attempts) = await transformation.RunAsync([new(1, new byte[1], default)], default);

        Assert.Equal(("Lambda.FunctionRequestTimedOut", 2), (outcomes[0].Failure!.Value.Code, attempts));
        Assert.All(time.Asked, limit => Assert.Equal(TimeSpan.FromMinutes(5), limit));
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_no_timeout()
    {
        var transformation = new FirehoseTransformation(
            Played.SettingsOf(), new(Played.FunctionArn, 1, 1, TimeSpan.Zero), (_, cancellation) => Task.FromCanceled<InvocationOutcome>(cancellation), new ManualTime());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transformation.RunAsync([new(1, new byte[1], default)], new CancellationToken(true)));
    }

    /// <summary>A timer is started for each limit; ringing fires the last one.</summary>
    sealed class ClockThatRings : TimeProvider
    {
        Action? _ring;

        public List<TimeSpan> Asked { get; } = [];

        public void Ring() => _ring?.Invoke();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Asked.Add(dueTime);
                _ring = () => callback(state);
            }
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
