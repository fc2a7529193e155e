namespace Sluice.GuardDutyFindingRouter;

/// <summary>A notice as one destination takes it: body, and what goes beside it.</summary>
/// <param name="ContentType">Of the body.</param>
/// <param name="Body">UTF-8, within the limits of the destination's service.</param>
sealed record OutMessage(string ContentType, byte[] Body)
{
    /// <summary>SNS for e-mail: at most 100 printable ASCII characters. EventBridge: the detail type. Empty otherwise.</summary>
    public string Subject { get; init; } = "";

    /// <summary>HTTP: path behind the destination's URL, such as <c>/rest/api/3/issue</c>; empty for the URL itself.</summary>
    public string Path { get; init; } = "";

    /// <summary>HTTP: headers beside Content-Type, secrets included. SNS and SQS: message attributes, at most 10.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];
}
