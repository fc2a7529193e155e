namespace Sluice.GuardDutyFindingRouter;

/// <summary>A notice in the form of its destination.</summary>
static class MessageFormats
{
    /// <summary>Pure: the same notice, destination and moment give the same bytes, within the limits of the service, whatever texts the finding has.</summary>
    /// <param name="notice">What is told.</param>
    /// <param name="destination">To whom.</param>
    /// <param name="secret">The text behind <see cref="Destination.SecretFrom"/>; empty where there is none.</param>
    /// <param name="now">For signatures, and where a form asks for a time that the finding lacks.</param>
    public static OutMessage Render(Notice notice, Destination destination, string secret, DateTimeOffset now) => destination.Kind switch
    {
        DestinationKind.Slack => SlackFormat.Render(notice),
        DestinationKind.Teams => TeamsFormat.Render(notice),
        DestinationKind.PagerDuty => PagerDutyFormat.Render(notice, secret),
        DestinationKind.Jira => JiraFormat.Render(notice, destination, secret),
        DestinationKind.Opsgenie => OpsgenieFormat.Render(notice, destination, secret),
        DestinationKind.Webhook => WebhookFormat.Render(notice, destination, secret, now),
        DestinationKind.Email => EmailFormat.Render(notice),
        DestinationKind.Sns => AwsFormats.Topic(notice, destination, now),
        DestinationKind.Sqs => AwsFormats.Queue(notice, destination, now),
        DestinationKind.Firehose => AwsFormats.Stream(notice, destination, now),
        DestinationKind.EventBridge => AwsFormats.Bus(notice, destination, now),
        _ => throw new ArgumentOutOfRangeException(nameof(destination), destination.Kind, $"Destination {destination.Name} is of a kind without a format."),
    };

    /// <summary>For people: written roomily, and once more tightly where that exceeds <paramref name="limit"/> bytes.</summary>
    public static byte[] Fit<T>(Notice notice, int limit, T state, Func<NoticeText, T, byte[]> write)
    {
        var body = write(NoticeText.Of(notice, TextBounds.Roomy), state);
        return body.Length <= limit ? body : write(NoticeText.Of(notice, TextBounds.Tight), state);
    }
}
