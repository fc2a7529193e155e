using Amazon.Lambda.Core;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>What the handler is told about the event.</summary>
[Collection(nameof(SnapshotRestore))]
public class ContextTests
{
    [Fact]
    public async Task The_trace_id_is_that_of_the_event_and_gone_with_it()
    {
        var seen = new List<(string?, string?, string?)>();
        Runtime runtime = null!;
        runtime = await Runtime.StartAsync(request =>
        {
            seen.Add((runtime.Environment["_X_AMZN_TRACE_ID"], request.LambdaContext.TraceId, LambdaTraceProvider.CurrentTraceId));
            return Runtime.Echo(request);
        });
        await using (runtime)
        {
            await runtime.InvokeAsync(with: it => it with { TraceId = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1" });
            await runtime.InvokeAsync(with: it => it with { TraceId = "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0;Lineage=a:1" });
            await runtime.InvokeAsync();
        }

        string?[] expected = ["Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1", "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0;Lineage=a:1", null];
        Assert.Equal(expected, seen.Select(ids => ids.Item1));
        Assert.Equal(expected, seen.Select(ids => ids.Item2));
        Assert.Equal(expected, seen.Select(ids => ids.Item3));
    }

    [Fact]
    public async Task The_remaining_time_counts_down_to_the_deadline()
    {
        var remaining = await RemainingAsync(TimeProvider.System.GetUtcNow().AddMinutes(3));

        Assert.InRange(remaining, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData("5000")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task A_deadline_in_the_past_or_none_counts_as_the_longest_that_a_function_may_run(string? deadline)
    {
        var remaining = await RemainingAsync(TimeProvider.System.GetUtcNow().AddMinutes(3), new() { Headers = new Dictionary<string, string?> { ["Lambda-Runtime-Deadline-Ms"] = deadline } });

        Assert.InRange(remaining, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task The_remaining_time_is_never_negative()
    {
        ILambdaContext context = null!;
        await using var runtime = await Runtime.StartAsync(request =>
        {
            context = request.LambdaContext;
            return Runtime.Echo(request);
        });
        await runtime.InvokeAsync(with: it => it with { Deadline = TimeProvider.System.GetUtcNow().AddSeconds(2) });

        for (var last = TimeSpan.MaxValue; last > TimeSpan.Zero;)
        {
            var now = context.RemainingTime;
            Assert.True(now <= last && now >= TimeSpan.Zero, $"{now} after {last}");
            last = now;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    [Fact]
    public async Task Everything_the_service_tells_is_passed_on()
    {
        ILambdaContext context = null!;
        await using var runtime = await Runtime.StartAsync(
            request =>
            {
                context = request.LambdaContext;
                return Runtime.Echo(request);
            },
            environment: [("AWS_LAMBDA_FUNCTION_NAME", "name"), ("AWS_LAMBDA_FUNCTION_VERSION", "7"), ("AWS_LAMBDA_LOG_GROUP_NAME", "group"), ("AWS_LAMBDA_LOG_STREAM_NAME", "stream")]);

        await runtime.InvokeAsync(with: it => it with
        {
            InvokedFunctionArn = "arn:aws:lambda:eu-west-1:123456789012:function:f:live",
            TenantId = "tenant",
            ClientContext = """{"client":{"app_title":"Zähler","installation_id":"i"},"custom":{"n":1,"text":"t"},"env":{"locale":"de"}}""",
            CognitoIdentity = """{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}""",
        });

        Assert.Equal(
            ("request-1", "name", "7", "group", "stream", "arn:aws:lambda:eu-west-1:123456789012:function:f:live", "tenant"),
            (context.AwsRequestId, context.FunctionName, context.FunctionVersion, context.LogGroupName, context.LogStreamName, context.InvokedFunctionArn, context.TenantId));
        Assert.Equal(("Zähler", "i", null), (context.ClientContext.Client.AppTitle, context.ClientContext.Client.InstallationId, context.ClientContext.Client.AppVersionCode));
        Assert.Equal(("1", "t", "de"), (context.ClientContext.Custom["n"], context.ClientContext.Custom["text"], context.ClientContext.Environment["locale"]));
        Assert.Equal(("id", "pool"), (context.Identity.IdentityId, context.Identity.IdentityPoolId));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"client":1,"custom":"x","env":[],"cognitoIdentityId":{}}""")]
    [InlineData("""{"client":{"app_title":"\ud800"}}""")]
    public async Task A_caller_context_that_makes_no_sense_does_not_fail_the_invocation(string json)
    {
        await using var runtime = await Runtime.StartAsync(Runtime.Echo);

        Assert.Equal(AnswerKind.Response, (await runtime.InvokeAsync(with: it => it with { ClientContext = json, CognitoIdentity = json })).Kind);
    }

    static async Task<TimeSpan> RemainingAsync(DateTimeOffset deadline, RuntimeApiFault? fault = null)
    {
        var remaining = TimeSpan.Zero;
        await using var runtime = await Runtime.StartAsync(
            request =>
            {
                remaining = request.LambdaContext.RemainingTime;
                return Runtime.Echo(request);
            },
            call => call.Operation == RuntimeApiOperation.Next ? fault : null);
        await runtime.InvokeAsync(with: it => it with { Deadline = deadline });
        return remaining;
    }
}
