namespace Sluice.Local;

/// <summary>What no resource of a stack stands for: services that send, and what a function talks to by its settings.</summary>
static class Outsiders
{
    /// <summary>Parts of the names of settings and parameters. Order counts: the first that fits.</summary>
    static readonly (string Part, string Name, string What)[] s_settings =
    [
        // Secrets of the router's destinations, whichever the rules name.
        ("FINDINGSECRET", "Chat, paging, tickets", "over HTTPS"),
        ("ELASTICSEARCH", "Elasticsearch or OpenSearch", "search"),
        ("SLACK", "Slack", "chat"), ("TEAMS", "Teams", "chat"), ("CHAT", "Chat", "Slack, Teams"),
        ("PAGERDUTY", "PagerDuty", "paging"), ("OPSGENIE", "Opsgenie", "paging"), ("PAGING", "Paging", "on call"), ("PAGE", "Paging", "on call"),
        ("JIRA", "Jira", "tickets"), ("SERVICENOW", "ServiceNow", "tickets"), ("TICKET", "Tickets", "issue tracker"), ("WEBHOOK", "Webhook", "HTTPS"),
    ];

    static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal) { ["aws.guardduty"] = "GuardDuty", ["aws.s3"] = "S3", ["aws.securityhub"] = "Security Hub" };

    public static Place Search { get; } = By("ELASTICSEARCH")!;

    public static Place Database { get; } = new("database", PlaceKind.Outside, "Aurora MySQL", "triggers, outbox");

    /// <param name="source">As in an event: <c>aws.guardduty</c>.</param>
    public static Place Service(string source, string? detailType) =>
        new(source, PlaceKind.Outside, s_names.GetValueOrDefault(source, source), detailType is null ? "events" : detailType.Length > 20 ? "events" : detailType);

    /// <param name="setting">An environment variable or a parameter: <c>ELASTICSEARCH_URL</c>.</param>
    public static Place? By(string setting)
    {
        var words = setting.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        return s_settings.Where(one => words.Contains(one.Part, StringComparison.Ordinal)).Select(one => new Place(one.Name, PlaceKind.Outside, one.Name, one.What)).FirstOrDefault();
    }
}
