using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>A rehearsal that is over; all that it started is stopped.</summary>
/// <param name="Triggers">Null: only the stack was rehearsed.</param>
/// <param name="Limits">How far moto judges roles and policies.</param>
sealed record Rehearsal(StackReport Stack, IReadOnlyList<TriggerResult>? Triggers, IReadOnlyList<string> Limits)
{
    public IReadOnlyList<string> Problems => [.. Stack.Problems, .. TriggerTable.Problems(Triggers ?? [])];

    public string Summary => "Every resource that the template wants is there, or left over for a reason above" +
        (Triggers is null ? "." : $"; {Triggers.Count(one => one.Arrived)} events came through the stack's own wiring to {Triggers.Where(one => one.Arrived).Select(one => one.Function).Distinct().Count()} functions, each as expected.");

    /// <param name="onStack">Gets what became of the stack, before triggers are tried.</param>
    public static async Task<Rehearsal> RunAsync(
        RehearsalOptions options, Action<StackReport> onStack, DemoProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        await using var search = await SearchEndpoint.StartAsync();
        var parameters = new Dictionary<string, string>(options.Parameters);
        // Where a cluster is deployed for, it is the one on this machine.
        if (Deployment.Context(Repository.Root, options.Environment, parameters, region: null).Parameters.GetValueOrDefault("ElasticsearchUrl") is { Length: > 0 })
            parameters.TryAdd("ElasticsearchUrl", search.Address.AbsoluteUri.TrimEnd('/'));

        await using var stack = await RehearsalStack.CreateAsync(options with { Parameters = parameters }, progress, time, cancellation);
        onStack(stack.Report);
        if (options.StackOnly || stack.Report.Problems.Any()) return new(stack.Report, null, []);

        IReadOnlyList<string> limits = [];
        var (parts, _) = await progress.StepAsync("starting the functions with their roles", async say =>
        {
            var wiring = Wiring.Read(await stack.WiringAsync(cancellation));
            limits = await stack.EnforceAsync(cancellation);
            var template = SamTemplate.Load(options.TemplateFile).Resolve(stack.Context);
            var started = await RehearsedParts.StartAsync(stack, wiring, template, options.Folder, options.Packaging, say, time, cancellation);
            await SampleWorld.PutKeysAsync(started.Administrator, stack.Context.Parameters, cancellation);
            return (started, $"{wiring.Functions.Count} functions have the roles of the stack, and IAM is on");
        });
        await using var running = parts;
        await using var findings = await RoutedFindings.StartAsync(parts, cancellation);
        var (triggers, _) = await progress.StepAsync("sending the sample events", async say =>
        {
            var results = await new TriggerRun(parts, findings, time).RunAsync(options.Only, say, cancellation);
            return (results, $"{results.Count(one => one.Arrived)} events came to their functions");
        });
        return new(stack.Report, triggers, limits);
    }

    public JsonObject ToJson() => new()
    {
        ["stack"] = Stack.ToJson(),
        ["triggers"] = Triggers is null ? null : TriggerTable.ToJson(Triggers),
        ["limits"] = new JsonArray([.. Limits.Select(limit => (JsonNode)limit)]),
        ["problems"] = new JsonArray([.. Problems.Select(problem => (JsonNode)problem)]),
    };
}
