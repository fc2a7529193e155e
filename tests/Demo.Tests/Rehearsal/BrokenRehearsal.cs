using System.Text.RegularExpressions;
using Spectre.Console;

namespace Sluice.Local.Tests;

/// <summary>One rehearsal of a template in which some things are wrong, each for a test of its own.</summary>
public sealed class BrokenRehearsal : IAsyncLifetime
{
    static readonly (string Pattern, string Replacement)[] s_mistakes =
    [
        // The rule's prefix is not that under which objects to replay are put.
        (@"(object:\s*\{?\s*key:\s*\[?-?\s*\{?prefix: )'?replay/'?", "$1again/"),
        // The form's function may read what it stores, and not store it.
        (@"dynamodb:PutItem", "dynamodb:DescribeTable"),
        // The copier's queue lets nobody in.
        (@"(CopyQueuePolicy:(?:\n.*){1,12}?Action: )sqs:SendMessage", "$1sqs:ReceiveMessage"),
        // The schedule's rule is another than the function lets in.
        (@"!GetAtt OutboxSweepSchedule\.Arn", "!Sub 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/another'"),
        // The bus lets in another account than those that forward to it.
        (@"(FindingBusPolicy:(?:\n.*){1,12}?Principal: \{AWS: )!Ref FindingAccounts", "$1'999999999999'"),
        // The rule of archived findings takes another call.
        (@"eventName: \[ArchiveFindings, UnarchiveFindings\]", "eventName: [DeleteDetector]"),
        // The rule that forwards has a role that may not.
        (@"(ForwardFindingRole:(?:\n.*){1,30}?Action: )events:PutEvents", "$1events:PutRule"),
        // The router may not put into the delivery streams that its rules name.
        (@"firehose:PutRecordBatch(\n\s+Resource: !Ref FindingStreamArns)", "firehose:DescribeDeliveryStream$1"),
    ];

    internal IReadOnlyList<string> Problems { get; private set; } = [];

    public async Task InitializeAsync()
    {
        if (MotoFixture.Python is null) return;
        var template = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "template.yaml"));
        foreach (var (pattern, replacement) in s_mistakes)
        {
            var broken = Regex.Replace(template, pattern, replacement);
            Assert.True(broken != template, $"template.yaml has nothing like {pattern} any more");
            template = broken;
        }
        // A finding of GuardDuty comes to the copier, which takes objects.
        template = template.Replace("\nResources:\n", """

            Resources:
              FindingToCopier:
                Type: AWS::Events::Rule
                Properties:
                  EventPattern: {source: [aws.guardduty], account: [!Ref 'AWS::AccountId']}
                  Targets: [{Id: Copier, Arn: !GetAtt WafLogCopier.Arn}]
              FindingToCopierMayInvoke:
                Type: AWS::Lambda::Permission
                Properties: {Action: 'lambda:InvokeFunction', FunctionName: !Ref WafLogCopier, Principal: events.amazonaws.com, SourceArn: !GetAtt FindingToCopier.Arn}

            """, StringComparison.Ordinal);
        Problems = (await RehearseAsync(template, stackOnly: false, "Replay", "FormIntake", "WafLogCopier", "AuroraCdcForwarder", "GuardDutyFindingRouter")).Problems;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    internal static async Task<Rehearsal> RehearseAsync(string template, bool stackOnly, params string[] only)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-rehearsal-");
        try
        {
            var file = Path.Combine(folder.FullName, "template.yaml");
            await File.WriteAllTextAsync(file, template);
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
            return await Rehearsal.RunAsync(new(file, "rehearsal", folder.FullName, Packaging.Jit, stackOnly, only), _ => { }, new(console, TimeProvider.System), TimeProvider.System, default);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
