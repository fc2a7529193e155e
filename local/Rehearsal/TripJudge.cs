using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What was seen while a sample travelled.</summary>
/// <param name="Problems">Of the way.</param>
/// <param name="Answer">To who waited for one.</param>
/// <param name="Stream">Of the delivery stream, before; null: it took none.</param>
/// <param name="Messages">Of the function's queue, before.</param>
sealed record Seen(IReadOnlyList<string> Problems, JsonNode? Answer, FirehoseAccount? Stream, QueueAccount Messages)
{
    /// <summary>Events that the stack had kept.</summary>
    public int KeptBefore { get; init; }

    /// <summary>Messages in the function's queue of failures, before.</summary>
    public int FailuresBefore { get; init; }
}

/// <summary>Compares what was seen with what the sample is expected to come to.</summary>
sealed class TripJudge(RehearsedParts parts)
{
    static readonly JsonSerializerOptions s_readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the stack did before anything was sent.</summary>
    public async Task<IReadOnlyList<TriggerResult>> AloneAsync(IReadOnlyList<string> problems, CancellationToken cancellation)
    {
        List<string> all = [.. problems, .. await parts.RefusalsAsync(cancellation)];
        var results = new List<TriggerResult>();
        foreach (var function in parts.Functions)
        {
            var fresh = function.TakeFresh();
            if (fresh.Count == 0) continue;
            var failed = fresh.Where(one => one.Outcome.Kind != OutcomeKind.Succeeded).Select(one => Error(one.Outcome)).ToList();
            results.Add(new(function.LogicalId, null, "test events of S3, control messages of CloudWatch Logs", Times(fresh.Count), failed, Arrived: false));
        }
        if (all.Count > 0) results.Add(new("", null, "test events of S3, control messages of CloudWatch Logs", "", all, Arrived: false));
        return results;
    }

    public async Task<TriggerResult> JudgeAsync(RehearsedFunction function, string? sample, Trip trip, Expectation expected, Seen seen, CancellationToken cancellation)
    {
        var problems = new List<string>([.. seen.Problems, .. await parts.RefusalsAsync(cancellation)]);
        var fresh = function.TakeFresh();
        // What the function caused elsewhere: an object that it wrote may be another one's event.
        foreach (var other in parts.Functions.Where(other => other != function))
            problems.AddRange(other.TakeFresh().Where(one => one.Outcome.Kind != OutcomeKind.Succeeded).Select(one => $"it made {other.LogicalId} fail: {Error(one.Outcome)}"));

        var failures = await FailuresAsync(function, cancellation) - seen.FailuresBefore - (function.Kept - seen.KeptBefore);
        if (failures != expected.Failures) problems.Add($"it should put {expected.Failures} messages into its queue of failures, and puts {failures}");
        if (fresh.Count == 0) problems.Insert(0, $"it did not arrive at {function.LogicalId}");
        var outcome = fresh.Count == 0 ? "" : Outcome(function, trip, expected, seen, fresh, problems);
        return new(function.LogicalId, sample, trip.Wiring, outcome, problems, fresh.Count > 0);
    }

    /// <summary>Messages in the queue of failures that the function itself fills; 0: it has none.</summary>
    public async Task<int> FailuresAsync(RehearsedFunction function, CancellationToken cancellation) =>
        function.Wired.Environment.TryGetValue("FAILURE_QUEUE_URL", out var url) ? await parts.WaitingAsync(url, cancellation) : 0;

    string Outcome(RehearsedFunction function, Trip trip, Expectation expected, Seen seen, IReadOnlyList<(InvocationOutcome Outcome, byte[] Event)> fresh, List<string> problems)
    {
        var errors = fresh.Where(one => one.Outcome.Kind != OutcomeKind.Succeeded).Select(one => Error(one.Outcome)).ToList();
        if (expected.Error is { } wanted)
        {
            if (!errors.Any(error => error.Contains(wanted, StringComparison.Ordinal))) problems.Add($"it should fail with '{wanted}'" + (errors.Count == 0 ? ", and was taken" : $", and failed with '{errors[0]}'"));
            if (expected.Kept != function.Kept > seen.KeptBefore) problems.Add(expected.Kept ? "the event should be where the stack keeps those that failed" : "the event went to where the stack keeps those that failed");
            return $"fails after {fresh.Count} attempt{(fresh.Count == 1 ? "" : "s")}, as it should" + (expected.Kept ? ", and is kept" : "");
        }
        problems.AddRange(errors.Distinct());
        if (expected.Answer is { } part && seen.Answer?.ToJsonString(s_readable).Contains(part, StringComparison.Ordinal) != true) problems.Add($"the answer should have {part}, and is {seen.Answer?.ToJsonString(s_readable) ?? "none"}");
        return trip switch
        {
            Trip.Records records => Records(records, expected, seen.Stream!, problems),
            Trip.Request => Status(expected, seen.Answer, problems),
            Trip.Invoke or Trip.Time or Trip.BusEvent when !parts.Wiring.QueuesOf(function.Wired).Any() => Times(fresh.Count),
            _ => Messages(function, expected, seen.Messages, fresh.Count, problems),
        };
    }

    string Records(Trip.Records trip, Expectation expected, FirehoseAccount before, List<string> problems)
    {
        var now = parts.AccountOf(trip.Stream);
        var (came, ok, dropped, failed) = (now.RecordsIn - before.RecordsIn, now.Ok - before.Ok, now.Dropped - before.Dropped, now.Failed - before.Failed);
        if (came != ok + dropped + failed) problems.Add($"of {came} records {ok} were delivered, {dropped} dropped and {failed} put aside");
        if (failed != expected.PutAside) problems.Add($"{expected.PutAside} records should be put aside, and {failed} were");
        return $"{came} record{(came == 1 ? "" : "s")}: {ok} delivered, {dropped} dropped, {failed} put aside";
    }

    static string Status(Expectation expected, JsonNode? answer, List<string> problems)
    {
        var status = (int?)answer?["statusCode"];
        if (expected.Status is { } wanted ? status != wanted : status is null or >= 400) problems.Add($"the answer should be {(expected.Status is { } one ? $"{one}" : "below 400")}, and is {(status is null ? "none" : $"{status}")}");
        return $"HTTP {status}";
    }

    string Messages(RehearsedFunction function, Expectation expected, QueueAccount before, int invocations, List<string> problems)
    {
        var queue = parts.Wiring.QueuesOf(function.Wired).FirstOrDefault()?.Queue;
        var now = queue is null ? QueueAccount.Empty : parts.AccountOf(queue);
        var (received, failed) = (now.Received - before.Received, now.Failed - before.Failed);
        if (failed != expected.FailedMessages) problems.Add($"{expected.FailedMessages} messages should come again, and {failed} do");
        return received == 0 ? Times(invocations) : $"{received} message{(received == 1 ? "" : "s")}: {received - failed} taken" + (failed > 0 ? $", {failed} come again" : "") + (expected.Failures > 0 ? $"; {expected.Failures} kept with the reason" : "");
    }

    static string Times(int invocations) => invocations == 1 ? "taken" : $"taken, {invocations} invocations";

    static string Error(InvocationOutcome outcome)
    {
        try
        {
            return $"{outcome.Kind}: {JsonNode.Parse(outcome.Payload)?["errorMessage"] ?? Encoding.UTF8.GetString(outcome.Payload)}";
        }
        catch (JsonException)
        {
            return $"{outcome.Kind}: {Encoding.UTF8.GetString(outcome.Payload)}";
        }
    }
}
