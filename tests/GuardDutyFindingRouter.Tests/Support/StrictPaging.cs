using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>PagerDuty's Events API v2 and Opsgenie's alert API.</summary>
static class StrictPaging
{
    public static void PagerDuty(OutMessage message, List<string> problems)
    {
        StrictFormats.Size(message.Body, 512 * 1024, problems);
        if (message.Path != "/v2/enqueue") problems.Add("path");
        var root = StrictFormats.Json(message.Body);
        StrictFormats.Text(root, "routing_key", 200, "$", problems);
        StrictFormats.Text(root, "dedup_key", 255, "$", problems);
        StrictFormats.OneOf(StrictFormats.Text(root, "event_action", 20, "$", problems), "event_action", problems, "trigger", "acknowledge", "resolve");
        var payload = root.GetProperty("payload");
        StrictFormats.Text(payload, "summary", 1_024, "payload", problems);
        StrictFormats.Text(payload, "source", 255, "payload", problems);
        StrictFormats.OneOf(StrictFormats.Text(payload, "severity", 20, "payload", problems), "severity", problems, "critical", "error", "warning", "info");
        foreach (var name in new[] { "component", "group", "class" }) StrictFormats.Text(payload, name, 255, "payload", problems, isOptional: true);
        if (payload.TryGetProperty("timestamp", out var timestamp) && !timestamp.TryGetDateTimeOffset(out _)) problems.Add("timestamp");
        if (payload.GetProperty("custom_details").ValueKind != JsonValueKind.Object) problems.Add("custom_details");
    }

    public static void Opsgenie(OutMessage message, List<string> problems)
    {
        var root = StrictFormats.Json(message.Body);
        if (!message.Attributes.Any(header => header.Key == "Authorization" && header.Value.StartsWith("GenieKey ", StringComparison.Ordinal))) problems.Add("authorization");
        if (message.Path.EndsWith("/close?identifierType=alias", StringComparison.Ordinal))
        {
            StrictFormats.Text(root, "note", 25_000, "$", problems);
            return;
        }
        if (message.Path != "/v2/alerts") problems.Add($"path {message.Path}");
        StrictFormats.Text(root, "message", 130, "$", problems);
        StrictFormats.Text(root, "alias", 512, "$", problems);
        StrictFormats.Text(root, "description", 15_000, "$", problems);
        StrictFormats.Text(root, "entity", 512, "$", problems);
        StrictFormats.Text(root, "source", 100, "$", problems);
        StrictFormats.OneOf(StrictFormats.Text(root, "priority", 2, "$", problems), "priority", problems, "P1", "P2", "P3", "P4", "P5");
        if (root.GetProperty("tags").GetArrayLength() > 20) problems.Add("tags");
        if (root.GetProperty("tags").EnumerateArray().Any(tag => tag.GetString()!.Length is 0 or > 50)) problems.Add("tag");
        var details = root.GetProperty("details").EnumerateObject().Sum(detail => detail.Name.Length + detail.Value.GetString()!.Length);
        if (details > 8_000) problems.Add($"details of {details}");
        if (!root.TryGetProperty("responders", out var responders)) return;
        foreach (var responder in responders.EnumerateArray()) StrictFormats.OneOf(responder.GetProperty("type").GetString()!, "responder", problems, "team");
    }
}
