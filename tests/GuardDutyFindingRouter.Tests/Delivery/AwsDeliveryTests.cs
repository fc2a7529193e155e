using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.SQS;
using Sluice.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

public class AwsDeliveryTests
{
    readonly AwsInMemory _aws = new();
    readonly ImpatientTime _time = new();

    public static TheoryData<string> Services => new("Sns", "Email", "Sqs", "Firehose", "EventBridge");

    static Destination To(string kind, string target = "") => new(kind.ToLowerInvariant(), Enum.Parse<DestinationKind>(kind))
    {
        Target = target.Length > 0 ? target : kind switch
        {
            "Sqs" => "https://sqs.eu-west-1.amazonaws.com/111122223333/findings",
            "Firehose" => "findings",
            "EventBridge" => "security",
            _ => "arn:aws:sns:eu-central-1:111122223333:findings",
        },
    };

    Deliverer Deliverer(RenderMessage? render = null) => new(SomeDelivery.Settings, _aws.Clients(), new SecretText(() => throw new InvalidOperationException(), () => throw new InvalidOperationException()),
        Connections.Create(1, TimeSpan.FromSeconds(1)), render ?? SomeDelivery.Render, _time);

    async Task<DeliveryOutcome[]> SendAsync(Destination destination, int count, RenderMessage? render = null, CancellationToken deadline = default)
    {
        using var deliverer = Deliverer(render);
        return await deliverer.SendManyAsync(destination, [.. Enumerable.Range(0, count).Select(i => SomeDelivery.Notice(id: $"f{i}"))], DateTimeOffset.MaxValue, deadline);
    }

    [Theory]
    [InlineData("Sns", 3)]
    [InlineData("Email", 3)]
    [InlineData("Sqs", 3)]
    [InlineData("EventBridge", 3)]
    [InlineData("Firehose", 1)]
    public async Task Many_go_in_as_few_calls_as_the_service_allows(string kind, int calls)
    {
        var outcomes = await SendAsync(To(kind), 25);

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryOutcome.Done, outcome));
        Assert.Equal(calls, _aws.Calls.Count);
        Assert.Equal(25, _aws.Calls.Sum(call => call.Entries.Length));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task One_notice_is_one_call(string kind)
    {
        using var deliverer = Deliverer();

        Assert.Equal(DeliveryOutcome.Done, await deliverer.SendAsync(To(kind), SomeDelivery.Notice(), DateTimeOffset.MaxValue, default));

        Assert.Single(Assert.Single(_aws.Calls).Entries);
    }

    [Theory]
    [InlineData("Sns", "InternalError")]
    [InlineData("Sqs", "InternalError")]
    [InlineData("Firehose", "ServiceUnavailableException")]
    [InlineData("EventBridge", "ThrottlingException")]
    public async Task Only_what_was_refused_for_the_moment_goes_again(string kind, string code)
    {
        _aws.Entry = (call, text) => call < 2 && text.Contains("f3", StringComparison.Ordinal) ? new(code) : null;

        var outcomes = await SendAsync(To(kind), 5);

        Assert.All(outcomes, outcome => Assert.True(outcome.Delivered, outcome.Reason));
        Assert.Equal([5, 1, 1], _aws.Calls.Select(call => call.Entries.Length));
    }

    [Theory]
    [InlineData("Sns", "InvalidParameter")]
    [InlineData("Sqs", "InvalidMessageContents")]
    [InlineData("EventBridge", "MalformedDetail")]
    public async Task What_will_never_be_taken_is_not_sent_again_and_holds_up_no_other(string kind, string code)
    {
        _aws.Entry = (call, text) => text.Contains("f3", StringComparison.Ordinal) ? new(code, IsSendersFault: true) : null;

        var outcomes = await SendAsync(To(kind), 5);

        Assert.Single(_aws.Calls);
        Assert.Equal([true, true, true, false, true], outcomes.Select(outcome => outcome.Delivered));
        Assert.False(outcomes[3].MayPass);
        Assert.EndsWith($": {code}", outcomes[3].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sns")]
    [InlineData("Sqs")]
    [InlineData("Firehose")]
    [InlineData("EventBridge")]
    public async Task A_service_that_throttles_to_the_end_may_be_asked_later(string kind)
    {
        _aws.Call = _ => new AmazonServiceException("slow down", ErrorType.Sender, "ThrottlingException", "1", HttpStatusCode.BadRequest);

        var outcomes = await SendAsync(To(kind), 2);

        Assert.All(outcomes, outcome => Assert.Equal((false, true), (outcome.Delivered, outcome.MayPass)));
        Assert.Equal(SomeDelivery.Settings.Attempts, _aws.Calls.Count);
        Assert.Equal(3, _time.Waits.Count);
    }

    [Fact]
    public async Task A_call_that_is_not_allowed_says_which_right_is_missing()
    {
        _aws.Call = _ => new AmazonSQSException("User: arn:aws:sts::111122223333:assumed-role/r is not authorized", ErrorType.Sender, "AccessDeniedException", "1", HttpStatusCode.Forbidden);

        var outcome = (await SendAsync(To("Sqs"), 1))[0];

        Assert.Equal("'sqs' (sqs, eu-west-1): AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/r is not authorized; the function's role needs sqs:SendMessage on it, and the rights to its KMS key where it has one", outcome.Reason);
        Assert.False(outcome.MayPass);
        Assert.Single(_aws.Calls);
    }

    [Fact]
    public async Task What_was_taken_before_a_call_was_refused_is_delivered()
    {
        _aws.Entry = (_, text) => text.Contains("f1", StringComparison.Ordinal) ? new("InternalError") : null;
        _aws.Call = call => call == 1 ? new AmazonSQSException("gone", ErrorType.Sender, "AWS.SimpleQueueService.NonExistentQueue", "1", HttpStatusCode.BadRequest) : null;

        var outcomes = await SendAsync(To("Sqs"), 3);

        Assert.Equal([true, false, true], outcomes.Select(outcome => outcome.Delivered));
    }

    [Fact]
    public async Task After_the_deadline_nothing_is_sent_and_the_outcomes_say_so()
    {
        var outcomes = await SendAsync(To("Sns"), 3, deadline: new CancellationToken(true));

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryOutcome.Later("'sns' (sns, eu-central-1): no time was left"), outcome));
        Assert.Empty(_aws.Calls);
    }

    [Fact]
    public async Task Large_messages_are_spread_over_calls_and_too_large_ones_are_refused_alone()
    {
        var sizes = new[] { 100_000, 100_000, 100_000, 262_145, 262_000, 10 };

        var outcomes = await SendAsync(To("Sqs"), sizes.Length, (notice, _, _, _) => new("text/plain", Encoding.UTF8.GetBytes(new string('x', sizes[int.Parse(notice.Finding.Id[1..], System.Globalization.CultureInfo.InvariantCulture)]))));

        Assert.Equal([2, 1, 2], _aws.Calls.Select(call => call.Entries.Length));
        Assert.Equal([true, true, true, false, true, true], outcomes.Select(outcome => outcome.Delivered));
        Assert.Equal("'sqs' (sqs, eu-west-1): the message has 262145 bytes, and sqs takes 262144", outcomes[3].Reason);
    }

    [Fact]
    public async Task A_message_that_cannot_be_made_is_refused_alone()
    {
        var outcomes = await SendAsync(To("Sns"), 3, (notice, destination, secret, now) => notice.Finding.Id == "f1" ? throw new FormatException("odd") : SomeDelivery.Render(notice, destination, secret, now));

        Assert.Equal([true, false, true], outcomes.Select(outcome => outcome.Delivered));
        Assert.Contains("no message could be made (FormatException: odd)", outcomes[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_subjects_and_sources_go_with_the_message()
    {
        await SendAsync(To("Sns"), 1);
        Assert.Equal("severity=8:Number;type=UnauthorizedAccess:EC2/SSHBruteForce:String", _aws.Last.Attributes);
        await SendAsync(To("Email"), 1);
        Assert.Equal(("High: SSH brute force", null), (_aws.Last.Subject, _aws.Last.Group));
        await SendAsync(To("EventBridge"), 1);
        Assert.Equal(("GuardDuty Finding Routed", "sluice.guardduty", SomeDelivery.Finding("f0").Arn), (_aws.Last.Subject, _aws.Last.Group, _aws.Last.Attributes));
    }

    [Fact]
    public async Task A_FIFO_target_gets_group_and_deduplication_by_incident_and_content()
    {
        await SendAsync(To("Sqs", "https://sqs.eu-west-1.amazonaws.com/111122223333/findings.fifo"), 1);
        var first = _aws.Last;
        await SendAsync(To("Sns", "arn:aws:sns:eu-west-1:111122223333:findings.fifo"), 1);

        Assert.Equal((64, 64), (first.Group!.Length, first.Deduplication!.Length));
        Assert.Equal((first.Group, first.Deduplication), (_aws.Last.Group, _aws.Last.Deduplication));
    }

    [Theory]
    [InlineData("Sns", "arn:aws:sns:ap-southeast-2:1:t", "ap-southeast-2")]
    [InlineData("Sns", "arn:aws-cn:sns:cn-north-1:1:t", "cn-north-1")]
    [InlineData("Sqs", "https://sqs.us-gov-west-1.amazonaws.com/1/q", "us-gov-west-1")]
    [InlineData("Sqs", "https://eu-west-3.queue.amazonaws.com/1/q", "eu-west-3")]
    [InlineData("Sqs", "https://vpce-0a-b.sqs.eu-west-2.vpce.amazonaws.com/1/q", "eu-west-2")]
    [InlineData("Sqs", "https://sqs-fips.us-east-2.amazonaws.com/1/q", "us-east-2")]
    [InlineData("Sqs", "https://queue.amazonaws.com/1/q", "")]
    [InlineData("Sqs", "http://127.0.0.1:5000/1/q", "")]
    [InlineData("Firehose", "name", "")]
    [InlineData("Firehose", "arn:aws:firehose:eu-north-1:1:deliverystream/name", "eu-north-1")]
    [InlineData("EventBridge", "default", "")]
    [InlineData("EventBridge", "arn:aws:events:sa-east-1:1:event-bus/b", "sa-east-1")]
    public async Task The_client_is_of_the_targets_own_region(string kind, string target, string region)
    {
        await SendAsync(To(kind, target), 1);

        var call = Assert.Single(_aws.Calls);
        Assert.Equal((region, kind == "Firehose" ? "name" : target), (call.Region, call.Target));
    }

    [Fact]
    public async Task The_failure_queue_gets_messages_that_can_be_told_apart_and_read_back()
    {
        var queue = new FailureQueue(_aws.Clients(), "https://sqs.eu-west-1.amazonaws.com/111122223333/failed", RetryBudget.Throttling, _time);
        var kept = KeptDelivery.Of("on-call", SomeDelivery.Notice(), "'on-call' answered 503\u0000: " + new string('x', 500), _time.GetUtcNow(), 2);

        Assert.Null(await queue.KeepAsync(kept, default));

        Assert.Matches("^destination=on-call:String;reason='on-call' answered 503 : x+…:String;findingType=UnauthorizedAccess:EC2/SSHBruteForce:String;account=444455556666:String;attempts=2:String$", _aws.Last.Attributes);
        using var message = JsonDocument.Parse(_aws.Calls[0].Entries[0]);
        Assert.True(KeptDelivery.IsKept(message.RootElement));
    }

    [Fact]
    public async Task What_the_failure_queue_does_not_keep_is_told_one_by_one()
    {
        var random = new byte[400_000];
        new Random(7).NextBytes(random);
        var queue = new FailureQueue(_aws.Clients(), "https://sqs.eu-west-1.amazonaws.com/111122223333/failed", RetryBudget.Throttling, _time);
        var good = KeptDelivery.Of("on-call", SomeDelivery.Notice(), "no", _time.GetUtcNow(), 1);
        var (arrival, tooLarge) = (KeptDelivery.OfArrival("x"u8.ToArray(), "not JSON", _time.GetUtcNow(), 1), KeptDelivery.OfArrival(random, "not JSON", _time.GetUtcNow(), 1));
        _aws.Entry = (_, text) => text.Contains("arrival", StringComparison.Ordinal) ? new("InvalidMessageContents", true) : null;

        var answers = await queue.KeepAsync([good, tooLarge, arrival, good], default);

        Assert.Null(answers[0]);
        Assert.StartsWith("it does not fit into a message: it has 5", answers[1], StringComparison.Ordinal);
        Assert.Equal("the failure queue: InvalidMessageContents", answers[2]);
        Assert.Null(answers[3]);
        Assert.Equal("there is no queue for it: FAILURE_QUEUE_URL is not set", await new FailureQueue(_aws.Clients(), "", RetryBudget.Throttling, _time).KeepAsync(good, default));
    }
}
