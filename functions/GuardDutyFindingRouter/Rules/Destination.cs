namespace Sluice.GuardDutyFindingRouter;

/// <summary>Where notices go, and how they are written there.</summary>
/// <param name="Name">As routes call it.</param>
/// <param name="Kind">Which service.</param>
sealed record Destination(string Name, DestinationKind Kind)
{
    /// <summary>Topic ARN, queue URL, name of a delivery stream, name or ARN of a bus; for HTTP the URL where it is no secret. Empty otherwise.</summary>
    public string Target { get; init; } = "";

    /// <summary>What holds the URL where it is a secret (Slack, Teams): ARN of a secret, or name of a parameter. Empty otherwise.</summary>
    public string UrlFrom { get; init; } = "";

    /// <summary>What holds the routing key, API token or signing key: ARN of a secret, or name of a parameter. Empty where none is needed.</summary>
    public string SecretFrom { get; init; } = "";

    /// <summary>What the body is. Chat, paging and tickets have one form only.</summary>
    public PayloadForm Form { get; init; }

    /// <summary>Whether a flood is told as a summary here. On for people, off for machines, unless the rules say otherwise.</summary>
    public bool GroupsFloods { get; init; }

    /// <summary>Whether every update goes here, also those that tell people nothing new. Off for people, on for machines, unless the rules say otherwise.</summary>
    public bool EveryUpdate { get; init; }

    /// <summary>Jira: site user's e-mail for basic authentication; empty for a bearer token.</summary>
    public string User { get; init; } = "";

    /// <summary>Jira: key of the project.</summary>
    public string Project { get; init; } = "";

    /// <summary>Jira: name of the issue type.</summary>
    public string IssueType { get; init; } = "Task";

    /// <summary>Jira: labels; Opsgenie: tags.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Opsgenie: teams to tell.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>Webhook: the body with <c>{{name}}</c> in it; empty for the normalised form.</summary>
    public string Template { get; init; } = "";

    /// <summary>Webhook: headers beside Content-Type.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Webhook: name of the header with the signature.</summary>
    public string SignatureHeader { get; init; } = "X-Sluice-Signature-256";

    /// <summary>Security Hub and Splunk: values of the target such as <c>index</c> and <c>sourcetype</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>Whether a person reads it.</summary>
    public bool IsForPeople => Kind is DestinationKind.Slack or DestinationKind.Teams or DestinationKind.PagerDuty or DestinationKind.Jira or DestinationKind.Opsgenie or DestinationKind.Email;
}

/// <summary>The services that are known.</summary>
enum DestinationKind : byte
{
    /// <summary>Amazon SNS, a JSON body.</summary>
    Sns,

    /// <summary>Amazon SNS for e-mail: readable text and a subject.</summary>
    Email,

    /// <summary>Amazon SQS.</summary>
    Sqs,

    /// <summary>Firehose, one JSON line a record.</summary>
    Firehose,

    /// <summary>A bus of EventBridge.</summary>
    EventBridge,

    /// <summary>An incoming webhook of Slack.</summary>
    Slack,

    /// <summary>A workflow of Microsoft Teams that takes webhooks.</summary>
    Teams,

    /// <summary>PagerDuty Events API v2.</summary>
    PagerDuty,

    /// <summary>Jira Cloud REST API v3.</summary>
    Jira,

    /// <summary>Opsgenie's alert API, which others imitate.</summary>
    Opsgenie,

    /// <summary>Any URL.</summary>
    Webhook,
}

/// <summary>What a machine gets.</summary>
enum PayloadForm : byte
{
    /// <summary>The finding in Sluice's own flat form, with what changed and where it was routed.</summary>
    Normalised,

    /// <summary>The finding as GuardDuty wrote it.</summary>
    Raw,

    /// <summary>AWS Security Finding Format.</summary>
    Asff,

    /// <summary>OCSF Detection Finding.</summary>
    Ocsf,

    /// <summary>An event of Splunk's HTTP Event Collector.</summary>
    Hec,
}
