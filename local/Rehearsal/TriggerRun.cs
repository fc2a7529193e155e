using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What became of one sample.</summary>
/// <param name="Sample">Its name; null: what the stack did by itself.</param>
/// <param name="Wiring">What of the stack it took; empty: it stayed.</param>
/// <param name="Problems">Empty: as expected.</param>
/// <param name="Arrived">Whether it came to the function.</param>
sealed record TriggerResult(string Function, string? Sample, string Wiring, string Outcome, IReadOnlyList<string> Problems, bool Arrived);

/// <summary>Sends the samples, one after the other, and judges what came of each.</summary>
/// <param name="findings">Around the router of findings; null: it is not deployed.</param>
sealed class TriggerRun(RehearsedParts parts, RoutedFindings? findings, TimeProvider time)
{
    static readonly JsonSerializerOptions s_web = new(JsonSerializerDefaults.Web);

    readonly TripPlanner _planner = new(parts.Wiring, parts.Stack.Aws.Region);
    readonly TripJudge _judge = new(parts);
    readonly RuleTakes _rules = new(parts);
    readonly HashSet<(string Function, string Bucket)> _taken = [];

    /// <param name="only">Logical ids of the functions whose samples are sent; empty: all.</param>
    public async Task<IReadOnlyList<TriggerResult>> RunAsync(IReadOnlyCollection<string> only, Action<string> say, CancellationToken cancellation)
    {
        var results = new List<TriggerResult>();
        results.AddRange(await new RoleChecks(parts).RunAsync(cancellation));
        // S3 has told each queue that it notifies it, and CloudWatch Logs each stream that it is subscribed.
        results.AddRange(await _judge.AloneAsync(await parts.SettleAsync(cancellation), cancellation));
        List<RehearsedFunction> functions = [.. Expectation.InOrder(parts.Functions.Where(one => only.Count == 0 || only.Contains(one.LogicalId)))];
        foreach (var function in functions)
        {
            say($"sending the samples of {function.LogicalId}");
            var samples = Expectation.InOrder(RehearsalSample.Of(function.Project, function.LogicalId)).ToList();
            foreach (var subscription in SubscriptionsOf(function)) results.Add(await SubscriptionAsync(function, subscription, cancellation));
            foreach (var sample in samples) results.Add(await SampleAsync(function, sample, cancellation));
            foreach (var way in parts.Wiring.ObjectWaysOf(function.Wired).Where(way => !_taken.Contains((function.LogicalId, way.Bucket))))
                if (samples.FirstOrDefault(one => one.Kind == SampleKind.Objects && one.Objects.Count > 0) is { } sample) results.Add(await WayAsync(function, way, sample, cancellation));
        }
        if (findings is not null && functions.FirstOrDefault(one => one.Project == "GuardDutyFindingRouter") is { } router) results.Add(await findings.JudgeAsync(router, _rules, cancellation));
        results.AddRange(_rules.Judge(functions, isAll: only.Count == 0));
        foreach (var function in functions.Where(function => !results.Any(one => one.Function == function.LogicalId && one.Arrived)))
            results.Add(new(function.LogicalId, null, "", "", ["no trigger of the stack reaches it"], Arrived: false));
        return results;
    }

    IEnumerable<(WiredSubscription Subscription, WiredStream Stream)> SubscriptionsOf(RehearsedFunction function) =>
        from stream in parts.Wiring.StreamsOf(function.Wired)
        from subscription in parts.Wiring.Subscriptions
        where subscription.Destination == stream.Arn
        select (subscription, stream);

    async Task<TriggerResult> SubscriptionAsync(RehearsedFunction function, (WiredSubscription Subscription, WiredStream Stream) wired, CancellationToken cancellation)
    {
        var before = parts.AccountOf(wired.Stream);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await parts.Administrator.TryAsync(new("logs", "create_log_stream", new() { ["logGroupName"] = wired.Subscription.LogGroup, ["logStreamName"] = "rehearsal" }), cancellation);
        await parts.Administrator.CallAsync("logs", "put_log_events", new()
        {
            ["logGroupName"] = wired.Subscription.LogGroup,
            ["logStreamName"] = "rehearsal",
            ["logEvents"] = new JsonArray([.. Enumerable.Range(0, 3).Select(i => (JsonNode)new JsonObject { ["timestamp"] = now + i, ["message"] = $"a log event of the rehearsal, {i}" })]),
        }, cancellation);
        return await _judge.JudgeAsync(function, null, new Trip.Records(wired.Stream, [[]]) { Wiring = $"log events → CloudWatch Logs subscription {wired.Subscription.Name} → Firehose stream → transformation" },
            new Expectation(), new(await parts.SettleAsync(cancellation), null, before, QueueAccount.Empty), cancellation);
    }

    async Task<TriggerResult> SampleAsync(RehearsedFunction function, RehearsalSample sample, CancellationToken cancellation)
    {
        var expected = Expectation.Of(function.LogicalId, sample);
        var trip = _planner.Plan(function.Wired, sample, expected);
        if (trip is Trip.Stays stays)
            return new(function.LogicalId, sample.Name, "", expected.Stays ?? stays.Why, expected.Stays is null ? [$"it cannot travel: {stays.Why}"] : [], Arrived: false);
        if (trip is Trip.Objects objects) _taken.Add((function.LogicalId, objects.Bucket));
        var result = await TravelAsync(function, sample.Name, trip, expected, cancellation);
        // An event that no rule takes was on the bus all the same.
        if (expected.Stays is { } why && trip is Trip.BusEvent && !result.Arrived) return new(function.LogicalId, sample.Name, "", why, [], Arrived: false);
        return expected.Stays is null ? result : result with { Problems = [.. result.Problems, "expected.json says that nothing of the stack brings it"] };
    }

    /// <summary>A way that no sample has taken; of the bucket's own prefix, for the samples' keys are those of another.</summary>
    Task<TriggerResult> WayAsync(RehearsedFunction function, ObjectWay way, RehearsalSample sample, CancellationToken cancellation) =>
        TravelAsync(function, sample.Name, new Trip.Objects(way.Bucket, [way.Prefix + sample.Objects[0].Key.Split('/')[^1]], $"{way.Name}, from {way.Bucket}"), new Expectation(), cancellation);

    async Task<TriggerResult> TravelAsync(RehearsedFunction function, string sample, Trip trip, Expectation expected, CancellationToken cancellation)
    {
        var stream = trip is Trip.Records records ? parts.AccountOf(records.Stream) : null;
        var queue = parts.Wiring.QueuesOf(function.Wired).FirstOrDefault()?.Queue;
        var messages = queue is null ? QueueAccount.Empty : parts.AccountOf(queue);
        var (kept, failures) = (function.Kept, await _judge.FailuresAsync(function, cancellation));
        var (answer, sent) = await SendAsync(function, trip, expected, cancellation);
        var problems = await parts.SettleAsync(cancellation);
        var takes = await _rules.TakeAsync(cancellation);
        var result = await _judge.JudgeAsync(function, sample, trip, expected, new([.. sent, .. problems], answer, stream, messages) { KeptBefore = kept, FailuresBefore = failures }, cancellation);
        return trip is Trip.BusEvent onBus ? result with { Wiring = _rules.WayOf(function, onBus, takes) } : result;
    }

    async Task<(JsonNode? Answer, IReadOnlyList<string> Problems)> SendAsync(RehearsedFunction function, Trip trip, Expectation expected, CancellationToken cancellation)
    {
        switch (trip)
        {
            case Trip.Objects objects:
                await PutAsync(function, objects.Bucket, objects.Keys, cancellation);
                if (expected.Gone) await DeleteAsync(objects.Bucket, objects.Keys[0], cancellation);
                break;
            case Trip.Messages messages:
                if (messages.Bucket is { } bucket) await PrepareAsync(function, bucket, messages.Keys, cancellation);
                foreach (var body in messages.Bodies) await parts.Administrator.CallAsync("sqs", "send_message", new() { ["QueueUrl"] = parts.UrlOf(messages.Queue), ["MessageBody"] = body }, cancellation);
                break;
            case Trip.Records records:
                await parts.Administrator.CallAsync("firehose", "put_record_batch", new()
                {
                    ["DeliveryStreamName"] = records.Stream.Name,
                    ["Records"] = new JsonArray([.. records.Data.Select(data => (JsonNode)new JsonObject { ["Data"] = AwsCall.Bytes(data) })]),
                }, cancellation);
                break;
            case Trip.Request request:
                return await RequestAsync(function, request, cancellation);
            case Trip.Time due:
                return await DeliverAsync(function, due.Event, "events.amazonaws.com", due.Rule.Arn, waits: false, cancellation);
            case Trip.BusEvent onBus:
                return onBus.IsForwarded ? await EmitAsync(onBus, cancellation) : await PutEventAsync(onBus.Event, cancellation);
            case Trip.Invoke invoke:
                if (invoke.Bucket is { } source) await PrepareAsync(function, source, invoke.Keys, cancellation);
                return await InvokeAsync(function, invoke, cancellation);
        }
        return (null, []);
    }

    async Task PutAsync(RehearsedFunction function, string bucket, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        foreach (var key in keys)
            await parts.Administrator.CallAsync("s3", "put_object", new() { ["Bucket"] = bucket, ["Key"] = key, ["Body"] = AwsCall.Bytes(SampleWorld.Body(function.Project, key)) }, cancellation);
    }

    /// <summary>Objects that messages name are there, and nobody was told.</summary>
    async Task PrepareAsync(RehearsedFunction function, string bucket, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await PutAsync(function, bucket, keys, cancellation);
        foreach (var mapping in parts.Wiring.Mappings) await parts.Administrator.CallAsync("sqs", "purge_queue", new() { ["QueueUrl"] = parts.UrlOf(mapping.Queue) }, cancellation);
    }

    async Task DeleteAsync(string bucket, string key, CancellationToken cancellation)
    {
        var versions = await parts.Administrator.CallAsync("s3", "list_object_versions", new() { ["Bucket"] = bucket, ["Prefix"] = key }, cancellation);
        foreach (var version in versions["Versions"]?.AsArray() ?? [])
            await parts.Administrator.CallAsync("s3", "delete_object", new() { ["Bucket"] = bucket, ["Key"] = key, ["VersionId"] = version!["VersionId"]!.ToString() }, cancellation);
    }

    async Task<(JsonNode?, IReadOnlyList<string>)> PutEventAsync(JsonObject @event, CancellationToken cancellation)
    {
        var entry = new JsonObject
        {
            ["Source"] = @event["source"]!.ToString(),
            ["DetailType"] = @event["detail-type"]!.ToString(),
            ["Detail"] = @event["detail"]!.ToJsonString(),
            ["Resources"] = @event["resources"]?.DeepClone() ?? new JsonArray(),
        };
        var answer = await parts.Administrator.CallAsync("events", "put_events", new() { ["Entries"] = new JsonArray(entry) }, cancellation);
        return (null, (int)answer["FailedEntryCount"]! == 0 ? [] : [$"EventBridge refused it: {answer["Entries"]![0]!["ErrorMessage"]}"]);
    }

    /// <summary>As the service does it in another account: its rule forwards the event.</summary>
    async Task<(JsonNode?, IReadOnlyList<string>)> EmitAsync(Trip.BusEvent onBus, CancellationToken cancellation)
    {
        using var body = new StringContent(onBus.Event.ToJsonString());
        using var answered = await parts.Moto.PostAsync(new Uri($"sluice-api/events?account={onBus.Account}&region={parts.Stack.Aws.Region}", UriKind.Relative), body, cancellation);
        answered.EnsureSuccessStatusCode();
        return (null, []);
    }

    async Task<(JsonNode?, IReadOnlyList<string>)> RequestAsync(RehearsedFunction function, Trip.Request request, CancellationToken cancellation) => request.Principal is { } principal
        ? await DeliverAsync(function, request.Event, principal, request.Source, waits: true, cancellation)
        : await InvokeAsync(function, new(request.Event, null, Waits: true, request.Wiring, null, []), cancellation);

    async Task<(JsonNode?, IReadOnlyList<string>)> DeliverAsync(RehearsedFunction function, byte[] @event, string principal, string source, bool waits, CancellationToken cancellation)
    {
        var query = $"function={Uri.EscapeDataString(function.Wired.Arn)}&principal={Uri.EscapeDataString(principal)}&source={Uri.EscapeDataString(source)}&waits={(waits ? "true" : "false")}";
        using var body = new ByteArrayContent(@event);
        using var answered = await parts.Moto.PostAsync(new Uri("sluice-api/lambda/deliver?" + query, UriKind.Relative), body, cancellation);
        answered.EnsureSuccessStatusCode();
        var answer = (await answered.Content.ReadFromJsonAsync<JsonObject>(s_web, cancellation))!;
        // A refusal is in the list of calls too, from which it is told.
        return (answer["answer"] is { } payload ? JsonNode.Parse(Convert.FromBase64String(payload.ToString())) : null, []);
    }

    async Task<(JsonNode?, IReadOnlyList<string>)> InvokeAsync(RehearsedFunction function, Trip.Invoke invoke, CancellationToken cancellation)
    {
        var answer = await parts.CallerOf(invoke.Role).TryAsync(new("lambda", "invoke", new()
        {
            ["FunctionName"] = function.Wired.Arn,
            ["InvocationType"] = invoke.Waits ? "RequestResponse" : "Event",
            ["Payload"] = AwsCall.Bytes(invoke.Event),
        }), cancellation);
        if (answer["error"] is { } error) return (null, [$"Invoke was refused: {error}"]);
        return (answer["Payload"]?.ToString() is { Length: > 0 } payload ? JsonNode.Parse(payload) : null, []);
    }
}
