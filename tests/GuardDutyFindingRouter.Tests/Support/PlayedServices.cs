using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>An issue of the played Jira.</summary>
sealed record PlayedIssue(string Key, string Project, IReadOnlyList<string> Labels, List<string> Comments)
{
    public bool IsDone { get; set; }
}

/// <summary>What stands behind the webhooks: what was posted, incidents by key, issues by label.</summary>
sealed class PlayedServices
{
    readonly Lock _gate = new();

    /// <summary>Bodies that chat and webhooks have taken.</summary>
    public List<string> Posted { get; } = [];

    /// <summary>Incidents of PagerDuty and alerts of Opsgenie by key, with how often each was told.</summary>
    public Dictionary<string, int> Incidents { get; } = new(StringComparer.Ordinal);

    /// <summary>Aliases of alerts that were closed.</summary>
    public List<string> Closed { get; } = [];

    public List<PlayedIssue> Issues { get; } = [];

    /// <summary>What Jira takes as the token now.</summary>
    public string JiraToken { get; set; } = "jira-token-of-today";

    /// <summary>The path that Slack takes now.</summary>
    public string SlackPath { get; set; } = WebhookServer.SlackPath;

    public static string ServiceOf(string path) => path switch
    {
        _ when path.StartsWith("/services/", StringComparison.Ordinal) => "slack",
        _ when path.StartsWith("/workflows/", StringComparison.Ordinal) => "teams",
        "/v2/enqueue" => "pagerduty",
        _ when path.StartsWith("/rest/api/3/", StringComparison.Ordinal) => "jira",
        _ when path.StartsWith("/v2/alerts", StringComparison.Ordinal) => "opsgenie",
        _ when path.StartsWith("/hook/", StringComparison.Ordinal) => "webhook",
        _ => "",
    };

    /// <summary>What is wrong with a request, as the service would see it.</summary>
    public string? ProblemOf(Received call, DateTimeOffset now)
    {
        var path = call.Path.Split('?')[0];
        if (call.Service.Length == 0) return "404 no such path";
        if (call.Method != "POST") return "405 not POST";
        if (!call.Headers.GetValueOrDefault("content-type", "").StartsWith("application/json", StringComparison.Ordinal)) return "415 not JSON";
        if (!call.Headers.GetValueOrDefault("user-agent", "").StartsWith("Sluice-", StringComparison.Ordinal)) return "400 no User-Agent";
        if (call.Body.Length > LimitOf(call.Service)) return "413 too large";
        JsonNode json;
        try
        {
            json = JsonNode.Parse(call.Body)!;
        }
        catch (JsonException)
        {
            return "400 invalid_json";
        }
        var authorization = call.Headers.GetValueOrDefault("authorization", "");
        return call.Service switch
        {
            "slack" => path != SlackPath ? "404 no_service" : json["text"] is null && json["blocks"] is null ? "400 no_text" : null,
            "teams" => !call.Path.EndsWith(WebhookServer.TeamsQuery, StringComparison.Ordinal) ? "401 DirectApiAuthorizationRequired" : json["type"] is null ? "400 no card" : null,
            "pagerduty" => (string?)json["routing_key"] != WebhookServer.RoutingKey ? "400 'routing_key' is invalid" : json["dedup_key"] is null || json["event_action"] is null ? "400 missing members" : null,
            "jira" => authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(WebhookServer.JiraUser + ":" + JiraToken)) ? $"401 you sent {authorization}" : null,
            "opsgenie" => authorization != "GenieKey " + WebhookServer.OpsgenieKey ? "401 Could not authenticate" : null,
            _ => call.Headers.GetValueOrDefault("x-sluice-signature-256", "") != Signature(call.Headers.GetValueOrDefault("x-sluice-timestamp", ""), call.Body) ? "401 bad signature"
                : now - DateTimeOffset.FromUnixTimeSeconds(long.Parse(call.Headers["x-sluice-timestamp"], System.Globalization.CultureInfo.InvariantCulture)) > TimeSpan.FromMinutes(5) ? "401 old signature" : null,
        };
    }

    /// <summary>HMAC-SHA256 of timestamp, full stop and body.</summary>
    public static string Signature(string timestamp, byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(WebhookServer.SigningKey), (byte[])[.. Encoding.ASCII.GetBytes(timestamp + "."), .. body]));

    /// <summary>How the service says so: with what it was sent in it, as careless ones do.</summary>
    public (int Status, string Body) RefusalOf(Received call, string problem) => (int.Parse(problem[..3], System.Globalization.CultureInfo.InvariantCulture), $"{problem[4..]} (you asked {call.Path})");

    /// <summary>Does what was asked.</summary>
    public (int Status, string Body) Apply(Received call)
    {
        var json = JsonNode.Parse(call.Body)!;
        lock (_gate)
        {
            switch (call.Service)
            {
                case "slack":
                    Posted.Add(call.Text);
                    return (200, "ok");
                case "teams":
                    Posted.Add(call.Text);
                    return (202, "");
                case "pagerduty":
                    Tell((string)json["dedup_key"]!);
                    return (202, """{"status":"success","message":"Event processed"}""");
                case "opsgenie":
                    if (call.Path.EndsWith("/close?identifierType=alias", StringComparison.Ordinal)) Closed.Add(Uri.UnescapeDataString(call.Path.Split('/')[3]));
                    else Tell((string)json["alias"]!);
                    return (202, """{"result":"Request will be processed","took":0.1,"requestId":"1"}""");
                case "jira":
                    return Jira(call.Path, json);
                default:
                    Posted.Add(call.Text);
                    return (204, "");
            }
        }
    }

    (int Status, string Body) Jira(string path, JsonNode json)
    {
        if (path == "/rest/api/3/search/jql")
        {
            var found = Issues.Where(issue => !issue.IsDone && issue.Labels.Any(label => (string)json["jql"]! == $"project = \"{issue.Project}\" AND labels = \"{label}\" AND statusCategory != Done ORDER BY created DESC"));
            return (200, new JsonObject { ["issues"] = new JsonArray([.. found.Take(1).Select(issue => (JsonNode)new JsonObject { ["id"] = "1", ["key"] = issue.Key })]), ["isLast"] = true }.ToJsonString());
        }
        if (path == "/rest/api/3/issue")
        {
            var key = $"SEC-{Issues.Count + 1}";
            Issues.Add(new(key, (string)json["fields"]!["project"]!["key"]!, [.. json["fields"]!["labels"]!.AsArray().Select(label => (string)label!)], []));
            return (201, $$"""{"id":"1","key":"{{key}}"}""");
        }
        if (Issues.Find(issue => path == $"/rest/api/3/issue/{issue.Key}/comment") is not { } commented) return (404, "Issue does not exist");
        commented.Comments.Add(json["body"]!.ToJsonString());
        return (201, """{"id":"1"}""");
    }

    void Tell(string key) => Incidents[key] = Incidents.GetValueOrDefault(key) + 1;

    /// <remarks>Teams: 28 KB. PagerDuty: 512 KB. Opsgenie and Slack: by their fields, so only what no body of theirs has.</remarks>
    static int LimitOf(string service) => service switch { "teams" => 28 << 10, "pagerduty" => 512 << 10, _ => 1 << 20 };
}
