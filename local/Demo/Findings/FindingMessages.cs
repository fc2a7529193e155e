using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>Messages as destinations got them, read back.</summary>
static partial class FindingMessages
{
    static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Which finding a message is about, and why it was sent.</summary>
    /// <param name="ids">Of all findings; one that names none of them has an empty id.</param>
    public static FindingMessage Of(string destination, JsonObject message, IReadOnlyList<string> ids)
    {
        // The SIEM gets the ARN, too; that of a sample ends with the id of another finding.
        if (destination == "siem") return new(destination, message["id"]!.ToString(), message["kind"]!.ToString());
        var text = message.ToJsonString(s_plain);
        return new(destination, ids.FirstOrDefault(id => text.Contains(id, StringComparison.Ordinal)) ?? "", Kind(Headline(destination, message)));
    }

    /// <summary>The line that people see first.</summary>
    public static string Headline(string destination, JsonObject message) => destination switch
    {
        "on-call" => message["event_action"]!.ToString() == "resolve" ? "RESOLVED" : message["payload"]!["summary"]!.ToString(),
        "management" => message["attachments"]![0]!["content"]!["fallbackText"]!.ToString(),
        "mail" => message["Subject"]!.ToString(),
        _ => message["text"]!.ToString(),
    };

    static string Kind(string headline) => headline.Contains("RESOLVED", StringComparison.Ordinal) ? "resolve" : headline.Contains("UPDATE ", StringComparison.Ordinal) ? "update" : "new";

    /// <summary>A message of Slack as lines of text, in the order in which Slack shows it.</summary>
    public static IEnumerable<string> Slack(JsonObject message)
    {
        var blocks = message["blocks"]!.AsArray().Concat((message["attachments"] as JsonArray ?? []).SelectMany(one => one!["blocks"]!.AsArray()));
        foreach (var block in blocks)
        {
            var texts = block!["fields"] is JsonArray fields ? [string.Join("   ", fields.Select(field => Text(field!["text"]!.ToString()).Replace("\n", " ", StringComparison.Ordinal)))]
                : block["elements"] is JsonArray elements ? elements.Select(element => Text(element!["text"]!.ToString())) : [Text(block["text"]!["text"]!.ToString())];
            foreach (var line in texts.SelectMany(text => text.Split('\n'))) yield return line;
        }
    }

    /// <summary>Bold is plain, a link is its words, and escapes are what they stand for.</summary>
    static string Text(string markdown) => WebUtility.HtmlDecode(Bold.Replace(Link.Replace(markdown, "[$2]"), "$1"));

    [GeneratedRegex(@"<([^|>]+)\|([^>]+)>")]
    static partial Regex Link { get; }

    [GeneratedRegex(@"\*([^*\n]+)\*")]
    static partial Regex Bold { get; }
}
