using System.Text;
using Amazon.S3;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>The router between a ledger in memory and destinations that do as a test says.</summary>
sealed class RouterStage
{
    readonly Lock _gate = new();

    /// <summary>Chat for all, paging from high on, a lake that wants every update; a scanner that is suppressed.</summary>
    public const string RulesText = """
        {
          "version": 1, "repeatWindow": "6h", "flood": { "threshold": 0, "window": "15m" },
          "destinations": {
            "chat": { "type": "slack", "urlFrom": "/chat" },
            "paging": { "type": "pagerduty", "routingKeyFrom": "/paging" },
            "lake": { "type": "firehose", "stream": "findings" }
          },
          "suppressions": [ { "name": "scanner", "when": { "remoteNetworks": ["192.0.2.8/31"] }, "until": "2030-01-01T00:00:00Z", "reason": "ours" } ],
          "routes": [
            { "name": "all", "to": ["lake"] },
            { "name": "high", "when": { "severity": { "from": 7 } }, "to": ["paging", "chat"] }
          ],
          "default": ["chat"]
        }
        """;

    public static RuleSet Rules { get; } = RuleReader.Read(Encoding.UTF8.GetBytes(RulesText), "rules");

    public ManualTime Time { get; init; } = new(States.Start);

    public MemoryLedger Store { get; } = new();

    public FindingRouter Router => new(Ledger, Floods, SendAsync, KeepAsync, Time);

    FindingLedger Ledger => new(Store, Time);

    /// <summary>What a destination does; all take everything unless a test says otherwise.</summary>
    public Func<Destination, Notice, DeliveryOutcome> Answers { get; set; } = (_, _) => DeliveryOutcome.Done;

    /// <summary>Why the failure queue takes nothing; <c>null</c>: it does.</summary>
    public Func<string?> KeepAnswers { get; set; } = () => null;

    public List<(string Destination, Notice Notice)> Sent { get; } = [];

    public List<KeptDelivery> Kept { get; } = [];

    public RouteTally Tally { get; private set; } = new();

    /// <summary>Counts floods, where a test has a table.</summary>
    public FloodTable? Floods { get; init; }

    /// <summary>Routes one state, as an invocation of its own.</summary>
    public Task<bool> RouteAsync(Finding finding, string @event, bool comesAgain = false, RuleSet? rules = null)
    {
        Tally = new();
        return Router.RouteAsync(rules ?? Rules, finding, new Turn(@event, comesAgain, Time.GetUtcNow().AddMinutes(1)), Tally, default);
    }

    /// <summary>Handles an event, as an invocation of its own.</summary>
    /// <returns>The answer.</returns>
    public async Task<string> HandleAsync(string @event, string requestId = "request", string rules = RulesText, IAmazonS3? s3 = null)
    {
        var settings = Settings.From(new EnvironmentReader(name => name == "RULES" ? rules : null));
        var source = await RuleSource.OpenAsync(settings.Rules, settings.RulesAge, new RuleStore(null!, () => throw new InvalidOperationException("the rules are in the setting")), Telemetry.None, Time, default);
        var arrivals = new ArrivalRouter(Router, Ledger, KeepAsync, Time);
        var sweep = Floods is null ? null : new FloodSweep(Floods, Router, json => FindingReader.Reread(json, FindingOrigin.Event, out _));
        var handler = new Handler(settings, source, arrivals, new ExportRun(s3!, arrivals, "", settings.Concurrency), sweep, Telemetry.None);
        var answer = new ByteBuffer();
        await handler.HandleAsync(Encoding.UTF8.GetBytes(@event), answer, new Invocation(requestId, "", TimeSpan.FromMinutes(1), default));
        return Encoding.UTF8.GetString(answer.Written);
    }

    /// <summary>Destinations and kinds, in the order in which they were told, and forgets them.</summary>
    public string Told()
    {
        lock (_gate)
        {
            var told = string.Join(' ', Sent.OrderBy(one => one.Destination, StringComparer.Ordinal).Select(one => $"{one.Destination}:{one.Notice.Kind}"));
            Sent.Clear();
            return told;
        }
    }

    Task<DeliveryOutcome> SendAsync(Destination destination, Notice notice, DateTimeOffset until, CancellationToken deadline)
    {
        lock (_gate)
        {
            var outcome = Answers(destination, notice);
            if (outcome.Delivered) Sent.Add((destination.Name, notice));
            return Task.FromResult(outcome);
        }
    }

    Task<string?> KeepAsync(KeptDelivery kept, CancellationToken deadline)
    {
        lock (_gate)
        {
            var problem = KeepAnswers();
            if (problem is null) Kept.Add(kept);
            return Task.FromResult(problem);
        }
    }
}
