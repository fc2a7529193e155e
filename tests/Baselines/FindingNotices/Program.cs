using System.Globalization;
using System.Reflection;
using System.Text;
using Sluice.Baselines;
using Sluice.GuardDutyFindingRouter;

// One thread. Every run takes each of the findings once, as EventBridge sends them.
var assembly = Assembly.GetExecutingAssembly();
var events = assembly.GetManifestResourceNames().Where(name => name.StartsWith("event/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Resource).ToList();
var now = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

var example = RuleReader.Read(Resource("rules"), "rules.example.json");
var everywhere = Everywhere(example);
// What the obvious code sends, and nothing else.
var two = RuleReader.Read("""
    {"version":1,"destinations":{"chat":{"type":"slack","urlFrom":"/chat"},"on-call":{"type":"pagerduty","routingKeyFrom":"/key"}},"routes":[],"default":["chat","on-call"]}
    """u8.ToArray(), "two");

// The numbers of messages, for whoever prints the rates.
foreach (var (name, rules) in new[] { ("example", example), ("everywhere", everywhere) })
    Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"messages-{name} {int.MaxValue} {(double)events.Sum(one => Ours(one, rules)) / events.Count:F2}"));
foreach (var one in events) Same(one);

Slices.Run(args,
[
    ("example", () => Each(one => Ours(one, example))),
    ("everywhere", () => Each(one => Ours(one, everywhere))),
    ("two", () => Each(one => Ours(one, two))),
    ("obvious", () => Each(one => Obvious.Slack(one).Length + Obvious.PagerDuty(one).Length)),
], events.Count);

void Each(Func<byte[], int> run)
{
    foreach (var one in events) run(one);
}

// Reading, routing, rendering, as the function does between the queue and the ledger, and between the ledger and the destinations.
int Ours(byte[] @event, RuleSet rules)
{
    var messages = 0;
    foreach (var arrival in EventReader.Read(@event, "request").Arrivals)
    {
        var finding = arrival.Finding!;
        var notice = new Notice(NoticeKind.New, finding, rules.Account(finding.AccountId), []);
        foreach (var destination in RouteTable.Decide(rules, finding, now).Destinations)
        {
            if (MessageFormats.Render(notice, destination, "secret", now).Body.Length == 0) throw new InvalidOperationException($"{destination.Name} gets an empty message.");
            messages++;
        }
    }
    return messages;
}

// Both tell the same of the same finding: title and account are in the messages of both.
void Same(byte[] @event)
{
    var finding = EventReader.Read(@event, "request").Arrivals[0].Finding!;
    foreach (var destination in RouteTable.Decide(two, finding, now).Destinations)
    {
        var body = Encoding.UTF8.GetString(MessageFormats.Render(new(NoticeKind.New, finding, AccountInfo.Unknown, []), destination, "secret", now).Body);
        var obvious = Encoding.UTF8.GetString(destination.Kind == DestinationKind.Slack ? Obvious.Slack(@event) : Obvious.PagerDuty(@event));
        foreach (var fact in new[] { finding.Id, finding.AccountId })
            if (!body.Contains(fact, StringComparison.Ordinal) || !obvious.Contains(fact, StringComparison.Ordinal)) throw new InvalidOperationException($"{destination.Name}: {fact} is not told by both: they cannot be compared.");
    }
}

// Each destination of the example gets every finding.
static RuleSet Everywhere(RuleSet rules) => rules with { Suppressions = [], Routes = [], Default = [.. rules.Destinations.Keys] };

byte[] Resource(string name)
{
    using var stream = assembly.GetManifestResourceStream(name)!;
    var bytes = new byte[stream.Length];
    stream.ReadExactly(bytes);
    return bytes;
}
