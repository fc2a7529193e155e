namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads a destination: what its type needs, and nothing that belongs to another.</summary>
sealed class DestinationReader(RuleNotes notes)
{
    static readonly (string Word, DestinationKind Kind)[] s_kinds =
    [
        ("slack", DestinationKind.Slack), ("teams", DestinationKind.Teams), ("pagerduty", DestinationKind.PagerDuty), ("jira", DestinationKind.Jira),
        ("opsgenie", DestinationKind.Opsgenie), ("webhook", DestinationKind.Webhook), ("sns", DestinationKind.Sns), ("email", DestinationKind.Email),
        ("sqs", DestinationKind.Sqs), ("firehose", DestinationKind.Firehose), ("eventbridge", DestinationKind.EventBridge),
    ];

    /// <summary>The word of a type.</summary>
    public static string WordOf(DestinationKind kind) => s_kinds.First(pair => pair.Kind == kind).Word;

    /// <summary>Reads it.</summary>
    /// <param name="name">As routes call it.</param>
    /// <param name="node">The object.</param>
    /// <returns>With placeholders after mistakes; <c>null</c> where not even the type is known.</returns>
    public Destination? Read(string name, RuleNode node)
    {
        if (MemberReader.Of(node, notes, "{ \"type\": \"slack\", … }") is not { } members) return null;
        if (members.Need("type", "one of " + string.Join(", ", s_kinds.Select(pair => pair.Word))) is not { } type
            || members.WordOf(type, s_kinds) is not { } kind) return null;

        var destination = ReadKind(members, new Destination(name, kind));
        var (grouped, every) = (members.Flag("groupFloods"), members.Flag("everyUpdate"));
        members.Done($"a destination of the type {WordOf(kind)}", unknown => Hint(kind, unknown));
        return destination with { GroupsFloods = grouped ?? destination.IsForPeople, EveryUpdate = every ?? !destination.IsForPeople };
    }

    Destination ReadKind(MemberReader members, Destination one) => one.Kind switch
    {
        DestinationKind.Slack or DestinationKind.Teams => SecretUrl(members, one),
        DestinationKind.PagerDuty => one with { SecretFrom = Reference(members, "routingKeyFrom"), Target = Url(members, "https://events.pagerduty.com", PagerDutyFormat.Path) },
        DestinationKind.Jira => Jira(members, one),
        DestinationKind.Opsgenie => one with
        {
            SecretFrom = Reference(members, "keyFrom"),
            Target = Url(members, "https://api.opsgenie.com"),
            Teams = members.Texts("teams", TextRules.AlertTag with { Expected = "the name of a team, 1 to 50 characters" }, 50),
            Labels = members.Texts("tags", TextRules.AlertTag, 20),
        },
        DestinationKind.Webhook => WebhookReader.Read(members, one),
        DestinationKind.Email => one with { Target = members.NeedText("topic", TextRules.MailTopic) },
        DestinationKind.Sns => PayloadReader.Read(members, one) with { Target = members.NeedText("topic", TextRules.Topic) },
        DestinationKind.Sqs => PayloadReader.Read(members, one) with { Target = members.NeedText("queue", TextRules.Queue) },
        DestinationKind.Firehose => PayloadReader.Read(members, one) with { Target = members.NeedText("stream", TextRules.Stream) },
        _ => PayloadReader.Read(members, one) with { Target = members.NeedText("bus", TextRules.Bus) },
    };

    Destination SecretUrl(MemberReader members, Destination one)
    {
        var (from, url) = (members.Find("urlFrom"), members.Find("url"));
        if (from is null && url is null) notes.Mistake(members.Node.Offset, members.Node.PathOf("urlFrom"), $"is missing: {TextRules.Reference.Expected}");
        if (from is not null && url is not null) notes.Mistake(url, "stands beside 'urlFrom': one of the two says where it goes");
        return one with
        {
            UrlFrom = from is null ? "" : Bare(members.TextOf(from, TextRules.Reference)),
            Target = url is null ? "" : members.TextOf(url, HttpUrl.Loopback) ?? "",
        };
    }

    Destination Jira(MemberReader members, Destination one)
    {
        var jira = one with
        {
            Target = members.Need("url", "the site, such as https://example.atlassian.net") is { } url ? UrlOf(members, url) : "",
            User = members.Text("user", TextRules.Short with { Expected = "the e-mail of the token's user", Fits = IsUser }),
            SecretFrom = Reference(members, "tokenFrom"),
            Project = members.NeedText("project", TextRules.Project),
            IssueType = members.Text("issueType", TextRules.Short, one.IssueType),
            Labels = members.Texts("labels", TextRules.Label, 50),
            Fields = PayloadReader.Fields(members),
        };
        if (jira.User.Length == 0 && Uri.TryCreate(jira.Target, UriKind.Absolute, out var site) && site.Host.EndsWith(".atlassian.net", StringComparison.OrdinalIgnoreCase))
            notes.Warning(members.Node, "has no 'user': Jira Cloud takes an API token only with its user's e-mail; a bearer token goes to a server of your own");
        return jira;
    }

    // Of basic authentication: what stands before the colon.
    static bool IsUser(string text) => text.Length is > 0 and <= 254 && !text.Contains(':', StringComparison.Ordinal) && !text.Any(char.IsControl);

    static string Url(MemberReader members, string fallback, string path = "")
    {
        var url = members.Find("url") is { } node ? UrlOf(members, node) : fallback;
        // The whole URL of PagerDuty's documentation is as good as its host; messages bring the path.
        return path.Length > 0 && url.EndsWith(path, StringComparison.Ordinal) ? url[..^path.Length] : url;
    }

    /// <summary>Without a slash at its end, for paths are put behind it.</summary>
    static string UrlOf(MemberReader members, RuleNode node)
    {
        if (members.TextOf(node, HttpUrl.Rule) is not { } url) return "";
        if (HttpUrl.SecretIn(url) is { Length: > 0 } why) members.Notes.Mistake(node, $"is a secret ({why}): it must not stand in the rules");
        return url.TrimEnd('/');
    }

    static string Reference(MemberReader members, string name) => Bare(members.NeedText(name, TextRules.Reference));

    /// <summary>As <see cref="SecretText"/> takes it: <c>ssm:</c> only tells a parameter without a slash from a secret that was put here by mistake.</summary>
    internal static string Bare(string? reference) => reference is null ? "" : reference.StartsWith("ssm:", StringComparison.Ordinal) ? reference[4..] : reference;

    static string Hint(DestinationKind kind, string name) => (kind, name.ToUpperInvariant()) switch
    {
        (DestinationKind.PagerDuty, "ROUTINGKEY" or "ROUTING_KEY" or "INTEGRATIONKEY" or "KEY") => Where("routingKeyFrom"),
        (DestinationKind.Jira, "TOKEN" or "APITOKEN" or "PASSWORD") => Where("tokenFrom"),
        (DestinationKind.Opsgenie, "KEY" or "APIKEY") => Where("keyFrom"),
        (DestinationKind.Webhook, "SECRET" or "KEY") => Where("secretFrom"),
        (DestinationKind.Webhook, "TOKEN") => Where("tokenFrom"),
        (_, "FORM" or "TEMPLATE") => "its message has one form",
        _ => "",
    };

    static string Where(string member) => $"a secret must not stand in the rules; keep it in a parameter or secret, and name that in '{member}'";
}
