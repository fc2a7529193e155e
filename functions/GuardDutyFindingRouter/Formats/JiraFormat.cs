using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Issues of Jira Cloud, REST API v3, and comments on them.</summary>
/// <remarks>Source: Atlassian, "Create issue" and "Atlassian Document Format": a summary of one line of at most 255 characters, labels without spaces, a description of at
/// most 32,767 characters. Creating is not idempotent: see <see cref="OutMessage.IncidentLabel"/> for what the sender does first.</remarks>
static class JiraFormat
{
    /// <summary>Where issues are made.</summary>
    public const string Path = "/rest/api/3/issue";

    /// <summary>Of one document, counted as JSON.</summary>
    public const int MaxDocument = 32_767;

    /// <summary>Renders a notice: the issue for where there is none (none for a resolve), the comment for where there is one.</summary>
    public static OutMessage Render(Notice notice, Destination destination, string token)
    {
        var label = IncidentName.LabelOf(notice);
        var issue = notice.Kind == NoticeKind.Resolve ? [] : MessageFormats.Fit(notice, MaxDocument, (notice, destination, label),
            static (text, state) => JsonBody.Write((state.notice, state.destination, text, state.label), Issue));
        return new("application/json", issue)
        {
            Path = Path,
            IncidentLabel = label,
            Comment = MessageFormats.Fit(notice, MaxDocument, notice, static (text, notice) => JsonBody.Write((notice, text), Comment)),
            Attributes = [new("Authorization", Authorization(destination, token)), new("Accept", "application/json")],
        };
    }

    static string Authorization(Destination destination, string token) => destination.User.Length == 0
        ? $"Bearer {token}" : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{destination.User}:{token}"))}";

    static void Issue(Utf8JsonWriter json, (Notice Notice, Destination Destination, NoticeText Text, string Label) message)
    {
        var (notice, destination, text, label) = message;
        json.WriteStartObject();
        json.WriteStartObject("fields");
        json.WriteStartObject("project");
        json.WriteString("key", destination.Project);
        json.WriteEndObject();
        json.WriteStartObject("issuetype");
        json.WriteString("name", destination.IssueType);
        json.WriteEndObject();
        json.WriteString("summary", CleanText.Cut(text.Headline, 255));
        json.Texts("labels", Labels(notice, destination, label));
        if (Priority(destination, text.Label) is { Length: > 0 } priority)
        {
            json.WriteStartObject("priority");
            json.WriteString("name", priority);
            json.WriteEndObject();
        }
        json.WritePropertyName("description");
        JiraDocument.Write(json, text, text.What);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Comment(Utf8JsonWriter json, (Notice Notice, NoticeText Text) message)
    {
        json.WriteStartObject();
        json.WritePropertyName("body");
        JiraDocument.Write(json, message.Text, $"{message.Text.Headline}. {message.Text.What}");
        json.WriteEndObject();
    }

    static IEnumerable<string> Labels(Notice notice, Destination destination, string label)
    {
        List<string> own = notice.Finding.Sample ? [label, "sample"] : [label];
        return own.Concat(destination.Labels).Select(text => CleanText.Line(text, 255).Replace(' ', '-')).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Priorities have names of their own at each site, so none is set unless the rules name one: <c>priority.high</c> for that severity, or <c>priority</c> for all.</summary>
    static string Priority(Destination destination, SeverityLabel label)
    {
        var any = "";
        foreach (var (name, value) in destination.Fields)
        {
            if (name.Equals($"priority.{label}", StringComparison.OrdinalIgnoreCase)) return value;
            if (name == "priority") any = value;
        }
        return any;
    }
}
