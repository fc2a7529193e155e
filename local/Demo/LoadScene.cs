using System.Text.Json.Nodes;
using Amazon.S3;
using Amazon.S3.Model;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>What the copier brought: bucket of the central account → queue → S3ToElasticsearchLoader → search, and a question to it.</summary>
static class LoadScene
{
    const string Indices = "awswaf-*";
    const int ClientsShown = 5, MostClients = 1000;

    public static DemoScene Scene { get; } = new("WAF logs: S3 → SQS → S3ToElasticsearchLoader → search", PlayAsync);

    static async Task<IReadOnlyList<string>> PlayAsync(DemoStack stack, DemoProgress progress, CancellationToken cancellation)
    {
        var (central, rejected) = (stack.Central.Resources["CentralBucket"].PhysicalName, stack.Central.Resources["RejectedLogs"].PhysicalName);
        var (function, queue) = (stack.Function("S3ToElasticsearchLoader"), stack.Queues["S3ToElasticsearchLoader"]);
        using var search = new SearchClient(stack.Search.Address);

        var (loaded, loadTime) = await progress.StepAsync("S3 notifies the queue, S3ToElasticsearchLoader loads", async _ =>
        {
            await queue.FlushAsync(cancellation);
            var counts = LoadCounts.Of(function.Lines);
            return (counts, $"{counts.Objects} objects of bucket {central} read, {DemoProgress.Count(counts.Delivered)} documents in {stack.Search.Name}");
        });
        var (before, _) = await progress.StepAsync("asking how many there are", async _ =>
        {
            var count = await search.CountAsync(Indices, cancellation);
            return (count, $"{DemoProgress.Count(count)} documents in {Indices}");
        });
        var (again, againTime) = await progress.StepAsync("the queue delivers a message a second time", async _ =>
        {
            await queue.DeliverAgainAsync(1, cancellation);
            var counts = LoadCounts.Of(function.Lines);
            return (counts, $"{counts.AlreadyThere} documents were there already");
        });
        var (found, askTime) = await progress.StepAsync("asking who sent the requests, and what became of them", async _ =>
        {
            var clients = await search.ClientsAsync(Indices, MostClients, cancellation);
            return (clients, $"{clients.Count} client addresses");
        });
        var (input, _) = await progress.StepAsync("reading what is in the buckets", async _ =>
        {
            var (objects, letters) = (await LinesAsync(stack.CentralS3, central, cancellation), await LinesAsync(stack.CentralS3, rejected, cancellation));
            return (new LoadInput(objects, letters), $"{DemoProgress.Count(objects.Count)} lines of logs, {letters.Count} put aside in bucket {rejected}");
        });
        var after = await search.CountAsync(Indices, cancellation);

        Show(progress.Console, function, queue.Account, input, loaded, again, (loadTime, againTime));
        await ShowClientsAsync(progress.Console, search, found, askTime, cancellation);
        foreach (var letter in input.PutAside.Take(1).Select(line => JsonNode.Parse(line)!))
            progress.Console.MarkupLineInterpolated($"[bold]Put aside[/]  line {(long)letter["line"]!} of {letter["key"]}: {letter["reason"]}");
        progress.Console.WriteLine();
        return [.. LoadBalance.Check(input, loaded, again, (before, after), found, queue.Account)];
    }

    static void Show(
        IAnsiConsole console, PlayedFunction function, QueueAccount queue, LoadInput input, LoadCounts loaded, LoadCounts again, (TimeSpan Load, TimeSpan Again) took)
    {
        var peak = function.Outcomes.Select(one => one.PeakMemoryBytes).DefaultIfEmpty().Max();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var heading in new[] { "Objects", "Records", "Time" }) table.AddColumn(new TableColumn(heading).RightAligned());
        Row("In, from the central bucket", loaded.Objects, input.Lines.Count, null);
        Row($"{function.Spec.LogicalId}: {queue.Invocations} invocations, {peak >> 20} MB at most", null, null, took.Load);
        Row("[green]Delivered[/], a document each", null, loaded.Delivered, null);
        Row("[grey]Already there[/], delivered a second time", again.Objects - loaded.Objects, again.AlreadyThere - loaded.AlreadyThere, took.Again);
        Row("[red]Rejected[/], put aside with the reason", null, loaded.Rejected, null);
        console.Write(table);

        void Row(string name, long? objects, long? records, TimeSpan? time) => table.AddRow(
            name, objects is { } some ? DemoProgress.Count(some) : "", records is { } count ? DemoProgress.Count(count) : "", time is { } known ? DemoProgress.Seconds(known) : "");
    }

    static async Task ShowClientsAsync(IAnsiConsole console, SearchClient search, IReadOnlyList<ClientRequests> found, TimeSpan took, CancellationToken cancellation)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn($"Requests by client address, asked in {DemoProgress.Seconds(took)}");
        foreach (var heading in new[] { "Requests", "Blocked", "Allowed" }) table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var one in found.OrderByDescending(one => one.Blocked).ThenByDescending(one => one.Requests).Take(ClientsShown))
            table.AddRow(one.Address, DemoProgress.Count(one.Requests), $"[red]{one.Blocked}[/]", $"[green]{one.Allowed}[/]");
        console.Write(table);
        if (found.MaxBy(one => one.Blocked) is not { } worst) return;
        var last = await search.LastOfAsync(Indices, worst.Address, cancellation);
        console.MarkupLineInterpolated($"[bold]Its last[/]   {last["@timestamp"]} {last["action"]} {last["httpRequest"]?["httpMethod"]} {last["httpRequest"]?["uri"]} from {last["httpRequest"]?["country"]}, rule {last["terminatingRuleId"]}, web ACL {last["webacl"]?["name"]} in {last["webacl"]?["region"]}");
    }

    static async Task<IReadOnlyList<string>> LinesAsync(IAmazonS3 s3, string bucket, CancellationToken cancellation)
    {
        var lines = new List<string>();
        await foreach (var stored in s3.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket }).S3Objects.WithCancellation(cancellation))
            lines.AddRange(await s3.GetLinesAsync(bucket, stored.Key, cancellation));
        return lines;
    }
}
