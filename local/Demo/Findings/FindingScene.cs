namespace Sluice.Local;

/// <summary>Findings of GuardDuty, in two accounts: EventBridge → queue → GuardDutyFindingRouter → the people and machines that the rules name.</summary>
static class FindingScene
{
    public static DemoScene Scene { get; } = new("Findings: GuardDuty → EventBridge → SQS → GuardDutyFindingRouter → Slack, PagerDuty, Teams, mail, SIEM", PlayAsync);

    static async Task<IReadOnlyList<string>> PlayAsync(DemoStack stack, DemoProgress progress, CancellationToken cancellation)
    {
        var (function, queue) = (stack.Function("GuardDutyFindingRouter"), stack.Queues["GuardDutyFindingRouter"]);
        var (desk, _) = await progress.StepAsync("storing rules and secrets, opening chat and paging", async _ =>
            (await FindingDesk.StartAsync(stack, cancellation), $"rules in Parameter Store, {FindingRules.Parameter}; URLs and keys below {FindingRules.Secrets}"));
        await using var opened = desk;
        var (first, later) = (FindingPlan.First(), FindingPlan.Later());
        var expectation = new FindingExpectation(desk.Rules, stack.Time.GetUtcNow());

        await progress.StepAsync("GuardDuty finds", async _ =>
        {
            await desk.PutAsync(first, cancellation);
            return (0, $"{first.Count} events put onto the buses of accounts {Deployment.Account} and {TwoAccounts.CentralAccount}, {first.Count(one => one.ByMember)} of them a member's own copy");
        });
        await progress.StepAsync("EventBridge fills the queue, GuardDutyFindingRouter tells", async _ =>
        {
            await queue.FlushAsync(cancellation);
            return (0, $"{queue.Account.Received} messages through GuardDutyFindingRouter; Slack takes one a second, and asked {(desk.BusyAnswers == 1 ? "once" : $"{desk.BusyAnswers} times")} to wait longer");
        });
        await progress.StepAsync("some hours later", async _ =>
        {
            await desk.PutAsync(later, cancellation);
            await queue.FlushAsync(cancellation);
            return (0, $"{later.Count} more: one goes on, one gets worse, two are archived");
        });
        var before = desk.Posted.Count;
        var (kept, _) = await progress.StepAsync("somebody repairs the webhook and moves back what was kept", async _ =>
        {
            desk.Repair();
            var moved = await desk.MoveBackAsync(cancellation);
            await queue.FlushAsync(cancellation);
            return (moved, $"{moved.Count} message{(moved.Count == 1 ? "" : "s")} out of the failure queue through the router again, {desk.Posted.Count - before} delivered");
        });
        var (siem, mail) = (await desk.TakeSiemAsync(cancellation), await desk.TakeMailAsync(cancellation));

        List<FindingOutcome> expected = [.. first.Concat(later).Select(expectation.Of)];
        List<string> ids = [.. expected.SelectMany(one => one.Put.Ids).Distinct()];
        List<FindingMessage> arrived =
        [
            .. desk.Posted.Select(one => FindingMessages.Of(one.Destination, one.Message, ids)),
            .. mail.Select(one => FindingMessages.Of("mail", one, ids)),
            .. siem.Select(one => FindingMessages.Of("siem", one, ids)),
        ];
        FindingReport.Show(progress.Console, desk.Rules, expected, arrived, kept);
        FindingReport.ShowMessages(progress.Console, desk.Posted, mail);
        return
        [
            .. FindingBalance.Check(expected, arrived, kept.Count, FindingCounts.Of(function.Lines)),
            .. desk.BusyAnswers == 1 ? (IEnumerable<string>)[] : [$"Slack answered 429 {desk.BusyAnswers} times, and once was to be"],
            .. desk.Webhooks.Calls.Where(call => call.Status is not (< 300 or 404 or 429)).Select(call => $"{call.Path} refused a message ({call.Status})"),
            .. SecretsIn(function.Lines, desk.Webhooks.Address),
        ];
    }

    /// <summary>A URL of a webhook is as good as a password.</summary>
    static IEnumerable<string> SecretsIn(IEnumerable<string> lines, string address) =>
        lines.Any(line => line.Contains(address + "/slack", StringComparison.Ordinal) || line.Contains(address + "/teams", StringComparison.Ordinal)) ? ["the URL of a webhook is in the log"] : [];
}
