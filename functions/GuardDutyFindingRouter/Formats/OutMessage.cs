namespace Sluice.GuardDutyFindingRouter;

/// <summary>A notice as one destination takes it: body, and what goes beside it.</summary>
/// <param name="ContentType">Of the body.</param>
/// <param name="Body">UTF-8, within the limits of the destination's service. Empty only for Jira, where there is nothing to create.</param>
sealed record OutMessage(string ContentType, byte[] Body)
{
    /// <summary>SNS for e-mail: at most 100 printable ASCII characters. EventBridge: the detail type. Empty otherwise.</summary>
    public string Subject { get; init; } = "";

    /// <summary>HTTP: path behind the destination's URL, such as <c>/rest/api/3/issue</c>, with a query where one is needed; empty for the URL itself.</summary>
    public string Path { get; init; } = "";

    /// <summary>HTTP: headers beside Content-Type, secrets included. SNS and SQS: message attributes, at most 10, none of them empty;
    /// <see cref="IsNumber"/> says which are of the type Number.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>Jira, whose create call is not idempotent: the label that all issues of this incident carry. The sender first searches for it
    /// (<c>labels = "…" AND statusCategory != Done</c>): where an issue is found it posts <see cref="Comment"/> to <c>/rest/api/3/issue/{key}/comment</c>;
    /// where none is found it posts the body to <see cref="Path"/>, or does nothing if the body is empty. Empty for all others.</summary>
    public string IncidentLabel { get; init; } = "";

    /// <summary>Jira: body of the comment for an issue that exists. Empty for all others.</summary>
    public byte[] Comment { get; init; } = [];

    /// <summary>Whether an attribute of SNS and SQS is of the type Number, so that subscriptions can filter by range; all others are of the type String.</summary>
    public static bool IsNumber(string attribute) => attribute is "severity";
}
