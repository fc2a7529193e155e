using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Jira Cloud's create issue and add comment, with the document format of both.</summary>
static class StrictJira
{
    public static void Check(OutMessage message, List<string> problems)
    {
        if (message.Path != "/rest/api/3/issue") problems.Add("path");
        if (message.IncidentLabel.Length is 0 or > 255 || message.IncidentLabel.Contains(' ', StringComparison.Ordinal)) problems.Add("incident label");
        if (!message.Attributes.Any(header => header.Key == "Authorization" && header.Value.Split(' ') is ["Basic" or "Bearer", { Length: > 0 }])) problems.Add("authorization");
        Document(StrictFormats.Json(message.Comment).GetProperty("body"), message.Comment.Length, problems);
        if (message.Body.Length == 0) return;

        var fields = StrictFormats.Json(message.Body).GetProperty("fields");
        var summary = StrictFormats.Text(fields, "summary", 255, "fields", problems);
        if (summary.AsSpan().IndexOfAny('\r', '\n') >= 0) problems.Add("summary of several lines");
        StrictFormats.Text(fields.GetProperty("project"), "key", 10, "project", problems);
        StrictFormats.Text(fields.GetProperty("issuetype"), "name", 60, "issuetype", problems);
        var labels = fields.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!).ToList();
        if (labels.Any(label => label.Length is 0 or > 255 || label.Any(char.IsWhiteSpace))) problems.Add("label with a space");
        if (!labels.Contains(message.IncidentLabel)) problems.Add("the issue lacks the label of its incident");
        Document(fields.GetProperty("description"), fields.GetProperty("description").GetRawText().Length, problems);
    }

    static void Document(JsonElement document, int length, List<string> problems)
    {
        if (length > 32_767) problems.Add($"document of {length}");
        if (document.GetProperty("version").GetInt32() != 1) problems.Add("version");
        StrictFormats.OneOf(document.GetProperty("type").GetString()!, "document", problems, "doc");
        Children(document, problems, "paragraph", "table", "orderedList");
    }

    static void Children(JsonElement parent, List<string> problems, params string[] allowed)
    {
        foreach (var node in parent.GetProperty("content").EnumerateArray())
        {
            var type = node.GetProperty("type").GetString()!;
            StrictFormats.OneOf(type, "node", problems, allowed);
            switch (type)
            {
                case "text":
                    StrictFormats.Text(node, "text", 32_767, "text", problems);
                    break;
                case "paragraph": Children(node, problems, "text"); break;
                case "table": Children(node, problems, "tableRow"); break;
                case "tableRow": Children(node, problems, "tableHeader", "tableCell"); break;
                case "orderedList": Children(node, problems, "listItem"); break;
                default: Children(node, problems, "paragraph"); break;
            }
        }
        if (parent.GetProperty("content").GetArrayLength() == 0 && parent.GetProperty("type").GetString() != "paragraph") problems.Add("empty node");
    }
}
