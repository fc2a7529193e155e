using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.SQS;

namespace Sluice.Local;

/// <summary>Everything of the stack that runs: functions as processes, queues and delivery streams that feed them, and what plays the world outside.</summary>
sealed class RehearsedParts : IAsyncDisposable
{
    static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    readonly HttpClient _moto;
    readonly HecEndpoint _hec;
    readonly TimeProvider _time;
    readonly Dictionary<string, AwsCaller> _callers = new(StringComparer.Ordinal);
    readonly List<IAmazonS3> _buckets = [];
    readonly Dictionary<string, QueueFeed> _queues = new(StringComparer.Ordinal);           // by ARN of the queue
    readonly Dictionary<string, FirehoseFeed> _streams = new(StringComparer.Ordinal);       // by name
    readonly CancellationTokenSource _stop = new();
    readonly LambdaDispatcher _dispatcher;
    readonly Task _dispatching;

    RehearsedParts(RehearsalStack stack, Wiring wiring, IReadOnlyList<RehearsedFunction> functions, HecEndpoint hec, string token, TimeProvider time)
    {
        (Stack, Wiring, Functions, _hec, _time) = (stack, wiring, functions, hec, time);
        // A function may take its quarter of an hour.
        _moto = new HttpClient { BaseAddress = stack.Endpoint, Timeout = TimeSpan.FromMinutes(16) };
        var byArn = functions.ToDictionary(one => one.Wired.Arn, StringComparer.Ordinal);
        foreach (var mapping in wiring.Mappings.Where(one => one.Enabled))
            if (byArn.TryGetValue(mapping.Function, out var function)) _queues[mapping.Queue] = Queue(mapping, function);
        foreach (var stream in wiring.Streams) _streams[stream.Name] = Stream(stream, byArn, token);
        _dispatcher = new(_moto, byArn, time);
        _dispatching = _dispatcher.RunAsync(_stop.Token);
    }

    public RehearsalStack Stack { get; }

    public Wiring Wiring { get; }

    public IReadOnlyList<RehearsedFunction> Functions { get; }

    public HttpClient Moto => _moto;

    public AwsCaller Administrator => CallerOf(null);

    public static async Task<RehearsedParts> StartAsync(RehearsalStack stack, Wiring wiring, ResolvedTemplate template, string folder, Packaging packaging, Action<string> say, TimeProvider time, CancellationToken cancellation)
    {
        const string token = "00000000-0000-4000-8000-000000000001";
        var builder = new FunctionBuilder(say, time);
        var functions = new List<RehearsedFunction>();
        foreach (var wired in wiring.Functions)
        {
            var logicalId = stack.Report.LogicalIdOf(wired.Name) ?? throw new UserError($"moto has a function {wired.Name}, which CloudFormation does not list.", ExitCode.Failure);
            var project = template.Function(logicalId).ProjectName;
            var runnable = await builder.RunnableAsync(FunctionProject.Named(project), packaging, cancellation);
            var role = stack.Roles.GetValueOrDefault(wired.Role) ?? throw new UserError($"function {logicalId}: the stack has no role {wired.Role}.", ExitCode.Failure);
            functions.Add(new(logicalId, project, wired, runnable, role, Path.Combine(folder, logicalId + ".log"), time));
        }
        return new(stack, wiring, functions, await HecEndpoint.StartAsync(token), token, time);
    }

    /// <summary>AWS as a role of the stack; null: as the administrator.</summary>
    public AwsCaller CallerOf(string? role)
    {
        if (_callers.TryGetValue(role ?? "", out var caller)) return caller;
        return _callers[role ?? ""] = new(Stack.Python, role is null ? Stack.Aws : Stack.Roles[role]);
    }

    public FirehoseAccount AccountOf(WiredStream stream) => _streams[stream.Name].Account;

    public QueueAccount AccountOf(string queue) => _queues.TryGetValue(queue, out var feed) ? feed.Account : QueueAccount.Empty;

    /// <summary>Lets everything work until nothing is left to do.</summary>
    /// <returns>What went wrong on the way.</returns>
    public async Task<IReadOnlyList<string>> SettleAsync(CancellationToken cancellation)
    {
        var problems = new List<string>();
        bool worked;
        do
        {
            worked = await _dispatcher.SettleAsync(cancellation);
            foreach (var (arn, feed) in _queues)
            {
                var before = feed.Account.Invocations;
                if (await RefusedAsync($"event source mapping of {arn.Split(':')[^1]}", feed.FlushAsync, problems, cancellation)) continue;
                worked |= feed.Account.Invocations > before;
            }
            foreach (var (name, feed) in _streams)
            {
                var before = feed.Account.RecordsIn;
                if (await RefusedAsync($"delivery stream {name}", feed.FlushAsync, problems, cancellation)) continue;
                worked |= feed.Account.RecordsIn > before;
            }
            if (_dispatching.IsFaulted) await _dispatching;
        }
        while (worked && problems.Count == 0);
        return [.. problems, .. _dispatcher.TakeProblems()];
    }

    /// <summary>What moto's IAM refused since the last time, each action once.</summary>
    public async Task<IReadOnlyList<string>> RefusalsAsync(CancellationToken cancellation)
    {
        using var answer = await _moto.PostAsync(new Uri("sluice-api/refusals", UriKind.Relative), null, cancellation);
        var refused = (await answer.Content.ReadFromJsonAsync<JsonObject>(s_web, cancellation))!["refusals"]!.AsArray();
        return [.. refused.Select(one => $"{Role(one!["who"]!.ToString())} may not {one["action"]}" + (one["resource"]!.ToString() is "*" ? "" : $" on {one["resource"]}")).Distinct()];
    }

    /// <summary>The rules of EventBridge that took events since the last time.</summary>
    public async Task<IReadOnlyList<RuleTake>> RuleTakesAsync(CancellationToken cancellation)
    {
        using var answer = await _moto.PostAsync(new Uri("sluice-api/rules", UriKind.Relative), null, cancellation);
        return (await answer.Content.ReadFromJsonAsync<JsonObject>(s_web, cancellation))!["rules"].Deserialize<List<RuleTake>>(s_web)!;
    }

    /// <summary>Messages that wait in a queue.</summary>
    public async Task<int> WaitingAsync(string url, CancellationToken cancellation)
    {
        var found = await Administrator.CallAsync("sqs", "get_queue_attributes", new() { ["QueueUrl"] = url, ["AttributeNames"] = new JsonArray("ApproximateNumberOfMessages") }, cancellation);
        return int.Parse(found["Attributes"]!["ApproximateNumberOfMessages"]!.ToString(), CultureInfo.InvariantCulture);
    }

    /// <summary>Of a queue, by its ARN.</summary>
    public string UrlOf(string queue) => queue.Split(':') is [_, _, _, _, var account, var name] ? new Uri(Stack.Endpoint, $"{account}/{name}").ToString() : queue;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _dispatching.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        foreach (var function in Functions) await function.DisposeAsync();
        foreach (var feed in _queues.Values) feed.Dispose();
        foreach (var feed in _streams.Values) feed.Dispose();
        foreach (var s3 in _buckets) s3.Dispose();
        foreach (var caller in _callers.Values) await caller.DisposeAsync();
        await _hec.DisposeAsync();
        _moto.Dispose();
        _stop.Dispose();
    }

    static string Role(string arn) => arn.Split(":assumed-role/") is [_, var name] ? name.Split('/')[0] : arn;

    static async Task<bool> RefusedAsync(string who, Func<CancellationToken, Task> work, List<string> problems, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation);
            return false;
        }
        catch (Exception refused) when (refused is AmazonSQSException or AmazonS3Exception)
        {
            problems.Add($"{who}: {refused.Message}");
            return true;
        }
    }

    /// <summary>Lambda takes the messages with the function's role.</summary>
    QueueFeed Queue(WiredMapping mapping, RehearsedFunction function) =>
        new(function.Aws.Sqs(), UrlOf(mapping.Queue), new(mapping.Queue, mapping.BatchSize, mapping.ReportsFailures), function.InvokeAsync);

    /// <summary>Firehose writes with the stream's role.</summary>
    FirehoseFeed Stream(WiredStream stream, Dictionary<string, RehearsedFunction> functions, string token)
    {
        var settings = stream.Settings;
        var s3 = Stack.Roles.GetValueOrDefault(stream.Role, Stack.Aws).S3();
        _buckets.Add(s3);
        Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationOutcome>>? invoke = settings.Lambda is not { } lambda ? null
            : functions.TryGetValue(lambda.FunctionArn, out var function) ? function.InvokeAsync
            : throw new UserError($"delivery stream {stream.Name}: no function of the stack is {lambda.FunctionArn}.", ExitCode.Failure);
        Func<ReadOnlyMemory<byte>, CancellationToken, Task<LambdaFailure?>>? splunk = settings.Splunk is { } destination
            ? new SplunkDelivery(destination with { Endpoint = _hec.Address, RetryFor = TimeSpan.FromSeconds(1) }, token, _moto, _time).DeliverAsync : null;
        return new(_moto, stream.Name, new FirehosePlayer(settings, invoke, s3.PutAsync, _time, splunk), _time);
    }
}
