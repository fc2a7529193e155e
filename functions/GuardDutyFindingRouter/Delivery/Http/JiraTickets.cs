using System.Buffers;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>One issue an incident: it is found by a label, so that a notice that comes again, or whose answer was lost, makes no second one.</summary>
/// <param name="http">One call.</param>
/// <remarks>Source: Jira Cloud REST API v3, "Search for issues using JQL enhanced search", "Create issue", "Add comment". The search may lag behind a
/// new issue by a moment: two notices of one incident in the same second can still make two.</remarks>
sealed class JiraTickets(HttpSender http)
{
    /// <summary>Brings a notice to its issue: a comment where there is one that is not done, else an issue.</summary>
    /// <param name="destination">The project.</param>
    /// <param name="access">With the message.</param>
    /// <param name="isCreateTried">Whether an earlier try sent the issue and got no answer: what is found then is this notice's own.</param>
    /// <param name="creates">Called before an issue is sent.</param>
    /// <param name="deadline">Ends it.</param>
    public async Task<Attempt> SendAsync(Destination destination, WebAccess access, bool isCreateTried, Action creates, CancellationToken deadline)
    {
        var who = WebAccess.Name(destination, access.Url);
        var message = access.Message;
        string? issue = null;
        if (message.IncidentLabel.Length > 0)
        {
            var found = await PostAsync(access, "/rest/api/3/search/jql", SearchBody(destination.Project, message.IncidentLabel), deadline);
            if (!found.IsSuccess) return ReplyReading.Read(DestinationKind.Jira, who, found, access.Confidential);
            if (!TryReadKey(found.Text, out issue)) return new(AttemptKind.Again, $"{who} answered the search for an issue with something else than issues");
        }
        if (issue is null)
        {
            // Such as one that is archived before anybody was told: there is nothing to close.
            if (message.Body.Length == 0) return Attempt.Delivered;
            creates();
            return ReplyReading.Read(DestinationKind.Jira, who, await PostAsync(access, message.Path.Length > 0 ? message.Path : "/rest/api/3/issue", message.Body, deadline), access.Confidential);
        }
        if (isCreateTried || message.Comment.Length == 0) return Attempt.Delivered;
        return ReplyReading.Read(DestinationKind.Jira, who,
            await PostAsync(access, $"/rest/api/3/issue/{Uri.EscapeDataString(issue)}/comment", message.Comment, deadline), access.Confidential);
    }

    Task<HttpReply> PostAsync(WebAccess access, string path, byte[] body, CancellationToken deadline)
    {
        IEnumerable<KeyValuePair<string, string>> headers = access.Headers.Any(header => header.Key.Equals("Accept", StringComparison.OrdinalIgnoreCase))
            ? access.Headers : [.. access.Headers, new("Accept", "application/json")];
        return http.PostAsync(WebAccess.Below(access.Url, path), "application/json", body, headers, deadline);
    }

    /// <summary>Issues that are done are left alone: a finding that comes back makes a new one.</summary>
    static byte[] SearchBody(string project, string label)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("jql"u8, $"project = {Quoted(project)} AND labels = {Quoted(label)} AND statusCategory != Done ORDER BY created DESC");
            json.WriteNumber("maxResults"u8, 1);
            json.WriteStartArray("fields"u8);
            json.WriteStringValue("status"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    static bool TryReadKey(string text, out string? key)
    {
        key = null;
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("issues", out var issues) || issues.ValueKind != JsonValueKind.Array) return false;
            if (issues.GetArrayLength() > 0) key = issues[0].GetProperty("key").GetString();
            return true;
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return false;
        }
    }
}
