using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>The Adaptive Card schema 1.4, the elements that we may use, and what a workflow of Teams takes.</summary>
static class StrictTeams
{
    public static void Check(OutMessage message, List<string> problems)
    {
        StrictFormats.Size(message.Body, 28 * 1024, problems);
        var root = StrictFormats.Json(message.Body);
        StrictFormats.OneOf(StrictFormats.Text(root, "type", 20, "$", problems), "$.type", problems, "message");
        if (root.GetProperty("attachments").GetArrayLength() != 1) problems.Add("not one attachment");
        var attachment = root.GetProperty("attachments")[0];
        StrictFormats.OneOf(StrictFormats.Text(attachment, "contentType", 100, "$", problems), "contentType", problems, "application/vnd.microsoft.card.adaptive");
        var card = attachment.GetProperty("content");
        StrictFormats.OneOf(StrictFormats.Text(card, "type", 20, "card", problems), "card.type", problems, "AdaptiveCard");
        StrictFormats.OneOf(StrictFormats.Text(card, "version", 5, "card", problems), "card.version", problems, "1.4");
        StrictFormats.OneOf(card.GetProperty("msteams").GetProperty("width").GetString()!, "width", problems, "Full");
        if (card.GetProperty("msteams").TryGetProperty("entities", out _)) problems.Add("mentions");
        foreach (var element in card.GetProperty("body").EnumerateArray()) Element(element, problems);
        if (!card.TryGetProperty("actions", out var actions)) return;
        foreach (var action in actions.EnumerateArray())
        {
            StrictFormats.OneOf(StrictFormats.Text(action, "type", 30, "action", problems), "action.type", problems, "Action.OpenUrl");
            StrictFormats.Text(action, "title", 100, "action", problems);
            if (!StrictFormats.Text(action, "url", 4_000, "action", problems).StartsWith("https://", StringComparison.Ordinal)) problems.Add("action.url");
        }
    }

    static void Element(JsonElement element, List<string> problems)
    {
        switch (element.GetProperty("type").GetString())
        {
            case "TextBlock":
                var text = StrictFormats.Text(element, "text", 8_000, "TextBlock", problems);
                if (text.Contains("](", StringComparison.Ordinal) && !text.Contains("\\](", StringComparison.Ordinal)) problems.Add("TextBlock has a link");
                if (!element.GetProperty("wrap").GetBoolean()) problems.Add("TextBlock is cut at one line");
                Named(element, "size", problems, "Small", "Default", "Medium", "Large", "ExtraLarge");
                Named(element, "weight", problems, "Default", "Lighter", "Bolder");
                Named(element, "spacing", problems, "Default", "None", "Small", "Medium", "Large", "ExtraLarge", "Padding");
                break;
            case "FactSet":
                if (element.GetProperty("facts").GetArrayLength() == 0) problems.Add("no facts");
                foreach (var fact in element.GetProperty("facts").EnumerateArray())
                {
                    StrictFormats.Text(fact, "title", 40, "fact", problems);
                    StrictFormats.Text(fact, "value", 4_000, "fact", problems);
                }
                break;
            case "Container":
                Named(element, "style", problems, "default", "emphasis", "good", "attention", "warning", "accent");
                foreach (var item in element.GetProperty("items").EnumerateArray()) Element(item, problems);
                break;
            case var type:
                problems.Add($"element of type {type}");
                break;
        }
    }

    static void Named(JsonElement element, string name, List<string> problems, params string[] allowed)
    {
        if (element.TryGetProperty(name, out var value)) StrictFormats.OneOf(value.GetString()!, name, problems, allowed);
    }
}
