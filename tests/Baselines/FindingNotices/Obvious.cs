using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>What anyone would write first: a node tree for each message, and strings put together, with what would break the JSON escaped.</summary>
static class Obvious
{
    /// <summary>A message for an incoming webhook of Slack.</summary>
    public static byte[] Slack(byte[] @event)
    {
        var envelope = JsonNode.Parse(@event)!;
        var finding = envelope["detail"]!;
        var severity = (double?)finding["severity"] ?? 0;
        var color = severity >= 7 ? "#d1242f" : severity >= 4 ? "#e8730c" : "#e5b800";
        return Encoding.UTF8.GetBytes($$$"""
            {"text":"{{{Title(envelope)}}}","blocks":[{"type":"header","text":{"type":"plain_text","text":"{{{Title(envelope)}}}"}}],
            "attachments":[{"color":"{{{color}}}","blocks":[{"type":"section","fields":[
            {"type":"mrkdwn","text":"*Severity*\n{{{severity.ToString(CultureInfo.InvariantCulture)}}}"},{"type":"mrkdwn","text":"*Account*\n{{{Escape(Account(envelope))}}}"},
            {"type":"mrkdwn","text":"*Region*\n{{{Escape((string?)finding["region"])}}}"},{"type":"mrkdwn","text":"*Type*\n{{{Escape((string?)finding["type"])}}}"},
            {"type":"mrkdwn","text":"*Count*\n{{{Escape(finding["service"]?["count"]?.ToString())}}}"},{"type":"mrkdwn","text":"*Finding*\n{{{Escape(Id(envelope))}}}"}]},
            {"type":"section","text":{"type":"mrkdwn","text":"{{{Escape((string?)finding["description"])}}}"}},
            {"type":"section","text":{"type":"mrkdwn","text":"<{{{Link(envelope)}}}|Open in GuardDuty>"}}]}]}
            """);
    }

    /// <summary>An event for PagerDuty.</summary>
    public static byte[] PagerDuty(byte[] @event)
    {
        var envelope = JsonNode.Parse(@event)!;
        var finding = envelope["detail"]!;
        var severity = (double?)finding["severity"] ?? 0;
        return Encoding.UTF8.GetBytes($$$"""
            {"routing_key":"secret","event_action":"trigger","dedup_key":"{{{Escape(Id(envelope))}}}","payload":{"summary":"{{{Title(envelope)}}}","source":"{{{Escape(Account(envelope))}}}",
            "severity":"{{{(severity >= 9 ? "critical" : severity >= 7 ? "error" : severity >= 4 ? "warning" : "info")}}}","class":"{{{Escape((string?)finding["type"])}}}",
            "custom_details":{"Account":"{{{Escape(Account(envelope))}}}","Region":"{{{Escape((string?)finding["region"])}}}","Description":"{{{Escape((string?)finding["description"])}}}"}},
            "links":[{"href":"{{{Link(envelope)}}}","text":"Open in GuardDuty"}]}
            """);
    }

    static string Title(JsonNode envelope) => Escape((string?)envelope["detail"]!["title"] ?? (string?)envelope["detail-type"]);

    static string Account(JsonNode envelope) => (string?)envelope["detail"]!["accountId"] ?? (string?)envelope["account"] ?? "";

    static string Id(JsonNode envelope) => (string?)envelope["detail"]!["id"] ?? (string?)envelope["id"] ?? "";

    static string Link(JsonNode envelope) =>
        $"https://{envelope["region"]}.console.aws.amazon.com/guardduty/home?region={envelope["region"]}#/findings?macros=current&fId={Uri.EscapeDataString(Id(envelope))}";

    static string Escape(string? text) => JsonEncodedText.Encode(text ?? "").ToString();
}
