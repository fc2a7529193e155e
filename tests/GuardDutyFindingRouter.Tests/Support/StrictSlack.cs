using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Slack's Block Kit reference.</summary>
static partial class StrictSlack
{
    public static void Check(OutMessage message, List<string> problems)
    {
        if (message.ContentType != "application/json") problems.Add("content type");
        var root = StrictFormats.Json(message.Body);
        Markup(StrictFormats.Text(root, "text", 40_000, "$", problems), "$.text", problems);
        var blocks = Blocks(root.GetProperty("blocks"), "$.blocks", problems);
        foreach (var attachment in root.GetProperty("attachments").EnumerateArray())
        {
            if (!Colour().IsMatch(StrictFormats.Text(attachment, "color", 7, "$.attachments", problems))) problems.Add("colour");
            blocks += Blocks(attachment.GetProperty("blocks"), "$.attachments.blocks", problems);
        }
        if (blocks > 50) problems.Add($"{blocks} blocks, more than 50");
    }

    static int Blocks(JsonElement blocks, string path, List<string> problems)
    {
        foreach (var block in blocks.EnumerateArray())
        {
            switch (block.GetProperty("type").GetString())
            {
                case "header":
                    if (block.GetProperty("text").GetProperty("type").GetString() != "plain_text") problems.Add($"{path} header is no plain text");
                    StrictFormats.Text(block.GetProperty("text"), "text", 150, path, problems);
                    break;
                case "section":
                    if (block.TryGetProperty("text", out var text)) Markdown(text, 3_000, path, problems);
                    else if (!block.TryGetProperty("fields", out _)) problems.Add($"{path} section without text");
                    if (block.TryGetProperty("fields", out var fields))
                    {
                        if (fields.GetArrayLength() is 0 or > 10) problems.Add($"{path} {fields.GetArrayLength()} fields");
                        foreach (var field in fields.EnumerateArray()) Markdown(field, 2_000, path, problems);
                    }
                    break;
                case "context":
                    if (block.GetProperty("elements").GetArrayLength() is 0 or > 10) problems.Add($"{path} elements");
                    foreach (var element in block.GetProperty("elements").EnumerateArray()) Markdown(element, 3_000, path, problems);
                    break;
                case var type:
                    problems.Add($"{path} block of type {type}");
                    break;
            }
        }
        return blocks.GetArrayLength();
    }

    static void Markdown(JsonElement text, int max, string path, List<string> problems)
    {
        StrictFormats.OneOf(StrictFormats.Text(text, "type", 20, path, problems), path, problems, "mrkdwn");
        Markup(StrictFormats.Text(text, "text", max, path, problems), path, problems);
        if (!text.GetProperty("verbatim").GetBoolean()) problems.Add($"{path} Slack makes links of its own");
    }

    /// <summary>The only markup is our own link; every ampersand begins an entity.</summary>
    static void Markup(string text, string path, List<string> problems)
    {
        var plain = OwnLink().Replace(text, "");
        if (plain.AsSpan().IndexOfAny('<', '>') >= 0) problems.Add($"{path} has markup: {plain}");
        if (LooseAmpersand().IsMatch(text)) problems.Add($"{path} has a loose ampersand");
    }

    [GeneratedRegex("^#[0-9a-f]{6}$")]
    private static partial Regex Colour();

    [GeneratedRegex("^<https://[^<>| ]+[|][*][A-Za-z0-9 ]+[*]>$")]
    private static partial Regex OwnLink();

    [GeneratedRegex("&(?!amp;|lt;|gt;)")]
    private static partial Regex LooseAmpersand();
}
