using System.CommandLine;
using Spectre.Console;

namespace Sluice.Local;

/// <summary><c>./sluice up</c>: the demo's stack, kept running to poke at with the AWS CLI.</summary>
static class UpCommand
{
    // One would not wait five minutes for an object here.
    static readonly Dictionary<string, string> s_impatient = new() { ["TransformBufferSeconds"] = "1", ["DeliveryBufferSeconds"] = "1" };

    public static Command Create()
    {
        var runtime = DemoCommand.RuntimeOption();
        var port = new Option<int>("--port") { Description = "Port of the endpoint; a free one unless given" };
        var command = new Command("up", "Keep the demo's stack running until Ctrl-C: what you put into its log group or stream flows through.") { runtime, port };
        command.SetAction((parsed, cancellation) => RunAsync(
            new(Path.Combine(Repository.ToolsDirectory, "up"), Enum.Parse<Packaging>(parsed.GetRequiredValue(runtime), ignoreCase: true), parsed.GetValue(port), s_impatient), cancellation));
        return command;
    }

    static async Task<int> RunAsync(DemoStackOptions options, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var progress = DemoProgress.ToStandardOutput(time);
        await using var stack = await DemoStack.StartAsync(options, progress, time, cancellation);
        await using var edge = await FormEdge.StartAsync(stack, cancellation);
        await using var desk = await FindingDesk.StartAsync(stack, cancellation);
        desk.Repair();
        Explain(stack, edge, desk);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] running = [.. stack.Feeds.Values.Select(feed => feed.RunAsync(stop.Token)), .. stack.Queues.Values.Select(queue => queue.RunAsync(stop.Token)), ShowAsync(stack, progress, time, stop.Token)];
        try
        {
            // None of them ends by itself: the first that does has failed, or was told to stop.
            await await Task.WhenAny(running);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            progress.Console.WriteLine("\nstopping...");
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        return ExitCode.Success;
    }

    static void Explain(DemoStack stack, EdgeEndpoint edge, FindingDesk desk)
    {
        var (bucket, group, stream) = (stack.Resource("LogBucket").PhysicalName, stack.Resource("FlowLogs").PhysicalName, stack.Resource("LogStream").PhysicalName);
        var (wafLogs, central) = (stack.Resource("WafLogBucket").PhysicalName, stack.Central.Resources["CentralBucket"].PhysicalName);
        var aws = $"aws --endpoint-url {stack.Aws.Environment["AWS_ENDPOINT_URL"]}";
        Console.Out.WriteLine($"""

            The endpoint is {stack.Aws.Environment["AWS_ENDPOINT_URL"]}. Any credentials will do:

              export AWS_ACCESS_KEY_ID={stack.Aws.Environment["AWS_ACCESS_KEY_ID"]} AWS_SECRET_ACCESS_KEY={stack.Aws.Environment["AWS_SECRET_ACCESS_KEY"]} AWS_DEFAULT_REGION={stack.Aws.Region}
              {aws} logs create-log-stream --log-group-name {group} --log-stream-name mine
              {aws} logs put-log-events --log-group-name {group} --log-stream-name mine --log-events timestamp=$(date +%s000),message=hello
              {aws} firehose put-record --delivery-stream-name {stream} --record Data=YnJva2Vu
              {aws} s3 ls --recursive s3://{bucket}
              {aws} s3 cp FILE s3://{wafLogs}/AWSLogs/{Deployment.Account}/WAFLogs/{stack.Aws.Region}/my-acl/2026/11/21/23/00/my.log.gz
              {aws} s3 ls --recursive s3://{central}      # of account {TwoAccounts.CentralAccount}
              curl '{stack.Search.Address}awswaf-*/_search?size=1'

            The form, behind what plays CloudFront: {edge.Address}
            What it stored: {aws} dynamodb scan --table-name {stack.Resource("FormTable").PhysicalName}

            A finding into the router's queue, as its rule would put it, and what the SIEM gets of it (what plays Slack, PagerDuty and Teams: {desk.Webhooks.Address}):
              ./sluice generate-event guardduty-finding --seed 2 >finding.json
              {aws} sqs send-message --queue-url {stack.Resource("FindingQueue").Ref} --message-body file://finding.json
              {aws} sqs receive-message --queue-url {desk.SiemUrl}

            A record is in the bucket two or three seconds later. Logs: {Repository.Shown(stack.Folder)}/. Ctrl-C stops all of it.

            """);
    }

    /// <summary>A line for each object, as it is written, and for each time that a queue has called its function.</summary>
    static async Task ShowAsync(DemoStack stack, DemoProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        var shown = stack.Feeds.Keys.ToDictionary(name => name, _ => 0, StringComparer.Ordinal);
        var called = stack.Queues.Keys.ToDictionary(name => name, _ => QueueAccount.Empty, StringComparer.Ordinal);
        while (true)
        {
            foreach (var (name, feed) in stack.Feeds)
            {
                var account = feed.Account;
                foreach (var written in account.Objects.Skip(shown[name]))
                    progress.Console.MarkupLineInterpolated($"[grey]{time.GetUtcNow():HH:mm:ss}[/] {(written.ErrorType is null ? "delivered" : "failed")} {written.Records} record{(written.Records == 1 ? "" : "s")}, {DemoProgress.Bytes(written.ContentBytes)}  s3://{written.Bucket}/{written.Key}");
                shown[name] = account.Objects.Count;
            }
            foreach (var (name, queue) in stack.Queues)
            {
                var (before, now) = (called[name], queue.Account);
                if (now.Received > before.Received)
                    progress.Console.MarkupLineInterpolated($"[grey]{time.GetUtcNow():HH:mm:ss}[/] {name} took {now.Deleted - before.Deleted} of {now.Received - before.Received} message{(now.Received - before.Received == 1 ? "" : "s")}");
                called[name] = now;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellation);
        }
    }
}
