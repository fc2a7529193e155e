using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>PagerDuty Events API v2.</summary>
/// <remarks>Source: PagerDuty, "Send an Alert Event": dedup_key of at most 255 characters, summary of at most 1,024, the whole at most 512 KB. An update is a trigger with
/// the same key, which PagerDuty adds to the incident that is open; a resolve closes it.</remarks>
static class PagerDutyFormat
{
    /// <summary>Behind <c>https://events.pagerduty.com</c> or <c>https://events.eu.pagerduty.com</c>.</summary>
    public const string Path = "/v2/enqueue";

    /// <summary>Of the whole event.</summary>
    public const int MaxBytes = 512 * 1024;

    /// <summary>Renders a notice.</summary>
    /// <param name="notice">What is told.</param>
    /// <param name="routingKey">Of the integration.</param>
    public static OutMessage Render(Notice notice, string routingKey) =>
        new("application/json", MessageFormats.Fit(notice, MaxBytes, (notice, routingKey), static (text, state) => JsonBody.Write((state.notice, state.routingKey, text), Write))) { Path = Path };

    static void Write(Utf8JsonWriter json, (Notice Notice, string RoutingKey, NoticeText Text) message)
    {
        var (notice, routingKey, text) = message;
        json.WriteStartObject();
        json.WriteString("routing_key", routingKey);
        json.WriteString("event_action", notice.Kind == NoticeKind.Resolve ? "resolve" : "trigger");
        json.WriteString("dedup_key", IncidentName.Of(notice, 255));
        json.WriteStartObject("payload");
        Payload(json, notice, text);
        json.WriteEndObject();
        json.WriteString("client", "Sluice");
        json.Text("client_url", text.Link);
        if (text.Link.Length > 0)
        {
            json.WriteStartArray("links");
            json.WriteStartObject();
            json.WriteString("href", text.Link);
            json.WriteString("text", text.LinkLabel);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static void Payload(Utf8JsonWriter json, Notice notice, NoticeText text)
    {
        var finding = notice.Finding;
        json.WriteString("summary", CleanText.Cut(text.Headline, 1_024));
        json.WriteString("source", CleanText.Content(finding.Subject.Arn, 250) is { Length: > 0 } arn && notice.Flood is null ? arn : Place(notice));
        json.WriteString("severity", text.Label switch
        {
            SeverityLabel.Critical => "critical",
            SeverityLabel.High => "error",
            SeverityLabel.Medium => "warning",
            _ => "info",
        });
        json.Moment("timestamp", finding.UpdatedAt ?? finding.LastSeen);
        if (notice.Flood is null) json.WriteString("component", SubjectText.Name(finding, 250));
        json.Text("group", Headlines.AccountWord(notice, TextBounds.Roomy));
        json.Text("class", CleanText.Content(notice.Flood?.Type ?? finding.Type, 250));
        json.WriteStartObject("custom_details");
        json.WriteString("What", text.What);
        foreach (var fact in text.Facts) json.WriteString(fact.Label, fact.Text);
        json.Texts("Do first", text.Steps);
        json.Text("Description", text.Description);
        json.WriteEndObject();
    }

    /// <summary>A source is asked for and must say something.</summary>
    static string Place(Notice notice)
    {
        var region = CleanText.Content(notice.Finding.Region, 40);
        var account = Headlines.AccountId(notice);
        return (account.Length > 0, region.Length > 0) switch
        {
            (true, true) => $"{account}/{region}",
            (true, false) => account,
            (false, true) => region,
            _ => "guardduty",
        };
    }
}
