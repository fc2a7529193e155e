using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SQS;
using Amazon.SQS.Model;

namespace Sluice.Local;

/// <summary>Runs what moto hands over (local/moto/lambda_calls.py): invocations that somebody waits for, and asynchronous ones with their repeats.</summary>
/// <remarks>Source: Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation". The waits between attempts are left out.</remarks>
sealed class LambdaDispatcher(HttpClient moto, IReadOnlyDictionary<string, RehearsedFunction> functions, TimeProvider time)
{
    static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);
    static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    readonly ConcurrentQueue<string> _problems = new();
    long _taken;
    int _running;

    /// <summary>Goes on until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            foreach (var call in await ReadAsync(_taken, waitSeconds: 10, cancellation))
            {
                Interlocked.Increment(ref _running);
                Volatile.Write(ref _taken, call.Sequence);
                // Not awaited: a function may wait for another one's answer.
                _ = ServeAsync(call, cancellation);
            }
        }
    }

    /// <summary>Waits until nothing is running or waiting to be run.</summary>
    /// <returns>Whether anything was.</returns>
    public async Task<bool> SettleAsync(CancellationToken cancellation)
    {
        var worked = false;
        while (Volatile.Read(ref _running) > 0 || (await ReadAsync(Volatile.Read(ref _taken), waitSeconds: 0, cancellation)).Count > 0)
        {
            worked = true;
            await Task.Delay(s_moment, time, cancellation);
        }
        return worked;
    }

    /// <summary>What was refused or lost since the last time.</summary>
    public IReadOnlyList<string> TakeProblems()
    {
        var taken = new List<string>();
        while (_problems.TryDequeue(out var problem)) taken.Add(problem);
        return taken;
    }

    async Task<IReadOnlyList<HandedCall>> ReadAsync(long after, int waitSeconds, CancellationToken cancellation)
    {
        var query = new Uri(string.Create(CultureInfo.InvariantCulture, $"sluice-api/lambda/calls?after={after}&wait={waitSeconds}"), UriKind.Relative);
        return (await moto.GetFromJsonAsync<HandedCalls>(query, s_web, cancellation))!.Calls;
    }

    async Task ServeAsync(HandedCall call, CancellationToken cancellation)
    {
        try
        {
            if (call.Refused is { } refusal) _problems.Enqueue(refusal);
            else if (!functions.TryGetValue(call.Function, out var function)) _problems.Enqueue($"{call.Source ?? "somebody"} invokes {call.Function}, which is no function of the stack");
            else if (call.Waits) await AnswerAsync(call, await function.InvokeAsync(call.Payload, cancellation), cancellation);
            else await RepeatAsync(function, call, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Nobody awaits this: what went wrong is told with the sample that caused it.
            _problems.Enqueue($"{call.Function}: {error.Message}");
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    async Task AnswerAsync(HandedCall call, InvocationOutcome outcome, CancellationToken cancellation)
    {
        var error = outcome.Kind switch { OutcomeKind.Succeeded => "", OutcomeKind.FunctionError => "?error=Handled", _ => "?error=Unhandled" };
        using var body = new ByteArrayContent(outcome.Payload);
        using var answer = await moto.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"sluice-api/lambda/calls/{call.Sequence}{error}"), UriKind.Relative), body, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    async Task RepeatAsync(RehearsedFunction function, HandedCall call, CancellationToken cancellation)
    {
        var outcome = await function.InvokeAsync(call.Payload, cancellation);
        var attempts = 1;
        for (; outcome.Kind != OutcomeKind.Succeeded && attempts <= function.Wired.Retries; attempts++) outcome = await function.InvokeAsync(call.Payload, cancellation);
        if (outcome.Kind == OutcomeKind.Succeeded) return;

        if ((function.Wired.OnFailure ?? function.Wired.DeadLetters) is not { } destination)
        {
            _problems.Enqueue($"{function.LogicalId} failed {attempts} times, and nothing keeps the event: it has neither a destination for failures nor a dead-letter queue");
            return;
        }
        var body = function.Wired.OnFailure is null ? Encoding.UTF8.GetString(call.Payload) : Envelope(function, call, outcome, attempts);
        await SendAsync(function, destination, body, cancellation);
        function.Kept++;
    }

    async Task SendAsync(RehearsedFunction function, string arn, string body, CancellationToken cancellation)
    {
        if (arn.Split(':') is not [_, _, "sqs", _, var account, var name])
        {
            _problems.Enqueue($"{function.LogicalId}: failures go to {arn}, which the runner does not play: it knows queues");
            return;
        }
        // As Lambda does, with the function's own role.
        using var sqs = function.Aws.Sqs();
        try
        {
            await sqs.SendMessageAsync(new SendMessageRequest(new Uri(moto.BaseAddress!, $"{account}/{name}").ToString(), body), cancellation);
        }
        catch (AmazonSQSException refused)
        {
            _problems.Enqueue($"{function.LogicalId}: the event that failed cannot be sent to {name}: {refused.Message}");
        }
    }

    string Envelope(RehearsedFunction function, HandedCall call, InvocationOutcome outcome, int attempts) => new JsonObject
    {
        ["version"] = "1.0",
        ["timestamp"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        ["requestContext"] = new JsonObject
        {
            ["requestId"] = outcome.RequestId,
            ["functionArn"] = function.Wired.Arn + ":$LATEST",
            ["condition"] = "RetriesExhausted",
            ["approximateInvokeCount"] = attempts,
        },
        ["requestPayload"] = JsonNode.Parse(call.Payload),
        ["responseContext"] = new JsonObject { ["statusCode"] = 200, ["executedVersion"] = "$LATEST", ["functionError"] = outcome.Kind == OutcomeKind.FunctionError ? "Handled" : "Unhandled" },
        ["responsePayload"] = JsonNode.Parse(outcome.Payload),
    }.ToJsonString();

    sealed record HandedCalls(IReadOnlyList<HandedCall> Calls);

    /// <param name="Function">Its ARN.</param>
    /// <param name="Refused">Why AWS would not have made the call; null: it would.</param>
    sealed record HandedCall(long Sequence, string Function, byte[] Payload, bool Waits, string? Source, string? Refused);
}
