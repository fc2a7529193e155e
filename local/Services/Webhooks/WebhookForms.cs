using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What each service demands of a message. Every rule gives the service's reason, or null where the message is fine.</summary>
/// <remarks>Sources: Slack, "Block Kit" and "Sending messages using incoming webhooks"; Microsoft Teams, "Create incoming webhooks"; PagerDuty, "Send an alert event".</remarks>
static class WebhookForms
{
    const int TeamsBytes = 28 << 10;

    public static string? Slack(JsonObject message)
    {
        if (Text(message["text"]).Length == 0) return "no_text";
        var attachments = Items(message["attachments"]);
        List<JsonNode?> lists = [message["blocks"], .. attachments.Select(one => one["blocks"])];
        foreach (var blocks in lists.Select(Items))
        {
            if (blocks.Count > 50) return "invalid_blocks: more than 50";
            if (blocks.Select(Block).FirstOrDefault(problem => problem is not null) is { } wrong) return "invalid_blocks: " + wrong;
        }
        return attachments.Count > 20 ? "too_many_attachments" : null;
    }

    static string? Block(JsonObject block) => Text(block["type"]) switch
    {
        "header" => Text(block["text"]?["text"]).Length is 0 or > 150 ? "a header has 1 to 150 characters" : Text(block["text"]?["type"]) != "plain_text" ? "a header is plain text" : null,
        "section" when block["fields"] is { } fields => Items(fields) is { Count: 0 or > 10 } ? "a section has 1 to 10 fields" : Items(fields).Any(field => Text(field["text"]).Length is 0 or > 2000) ? "a field has 1 to 2000 characters" : null,
        "section" => Text(block["text"]?["text"]).Length is 0 or > 3000 ? "a section has 1 to 3000 characters" : null,
        "context" => Items(block["elements"]).Count is 0 or > 10 ? "a context has 1 to 10 elements" : null,
        "divider" => null,
        var other => $"no block is of type '{other}'",
    };

    public static string? Teams(JsonObject message, long bytes)
    {
        if (bytes > TeamsBytes) return "message size too large";
        if (Text(message["type"]) != "message" || Items(message["attachments"]) is not [var card]) return "one attachment of a message is expected";
        if (Text(card["contentType"]) != "application/vnd.microsoft.card.adaptive" || card["content"] is not JsonObject content) return "the attachment is no adaptive card";
        return Text(content["type"]) != "AdaptiveCard" || Text(content["version"]).Length == 0 || Items(content["body"]).Count == 0 ? "the adaptive card has no type, version or body" : null;
    }

    public static string? PagerDuty(JsonObject message, string routingKey)
    {
        if (Text(message["routing_key"]) != routingKey) return "Invalid routing key";
        if (Text(message["event_action"]) is not ("trigger" or "acknowledge" or "resolve")) return "'event_action' is invalid";
        if (Text(message["dedup_key"]).Length is 0 or > 255) return "'dedup_key' is missing or longer than 255";
        if (Text(message["event_action"]) != "trigger") return null;
        var payload = message["payload"];
        if (Text(payload?["summary"]).Length is 0 or > 1024) return "'payload.summary' is missing or longer than 1024";
        if (Text(payload?["source"]).Length == 0) return "'payload.source' is missing or blank";
        return Text(payload?["severity"]) is "critical" or "error" or "warning" or "info" ? null : "'payload.severity' is invalid";
    }

    static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    static List<JsonObject> Items(JsonNode? node) => [.. (node as JsonArray ?? []).OfType<JsonObject>()];
}
