using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>How values stand in a template.</summary>
enum TemplateText : byte
{
    /// <summary>As they are.</summary>
    Plain,

    /// <summary>Escaped for a JSON string; the template has the quotes.</summary>
    Json,

    /// <summary>Percent-encoded.</summary>
    Form,

    /// <summary>Escaped for XML and HTML.</summary>
    Markup,
}

/// <summary>A body with <c>{{name}}</c> in it.</summary>
static class WebhookTemplate
{
    /// <summary>The names that a template may use; the rules are refused for any other. <c>{{json}}</c> is the whole normalised form: in a JSON template an object, without quotes around it.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "headline", "title", "severity", "severityLabel", "accountId", "accountName", "organisationalUnit", "region", "type", "url", "what", "where", "who", "since",
        "lastSeen", "count", "kind", "changes", "steps", "description", "resourceType", "resourceId", "role", "domain", "incidentKey", "id", "sample", "archived", "time", "json",
    ];

    /// <summary>Names in a template that are none of <see cref="Names"/>, in order, each once; <c>{{</c> without an end counts as <c>{{</c>.</summary>
    public static IReadOnlyList<string> UnknownNames(string template)
    {
        var unknown = new List<string>();
        Walk(template, _ => { }, name =>
        {
            if (!Names.Contains(name) && !unknown.Contains(name)) unknown.Add(name);
        });
        return unknown;
    }

    /// <summary>Fills a template. A name that is not known stays as it stands: rules with one are refused before.</summary>
    public static string Fill(string template, Notice notice, Destination destination, TemplateText kind, DateTimeOffset now)
    {
        var text = NoticeText.Of(notice, TextBounds.Roomy);
        var filled = new StringBuilder(template.Length + 512);
        Walk(template, literal => filled.Append(literal), name =>
        {
            if (name == "json")
            {
                var json = Encoding.UTF8.GetString(PayloadForms.Write(notice, destination with { Form = PayloadForm.Normalised }, now, AwsFormats.MaxMessage));
                filled.Append(kind == TemplateText.Json ? json : Escape(json, kind));
            }
            else if (Names.Contains(name)) filled.Append(Escape(Value(name, notice, text, now), kind));
            else filled.Append("{{").Append(name).Append("}}");
        });
        return filled.ToString();
    }

    static void Walk(string template, Action<string> literal, Action<string> name)
    {
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is >= 0 and var open)
        {
            literal(template[at..open]);
            var close = template.IndexOf("}}", open + 2, StringComparison.Ordinal);
            if (close < 0)
            {
                name("{{");
                return;
            }
            name(template[(open + 2)..close].Trim());
            at = close + 2;
        }
        literal(template[at..]);
    }

    /// <summary>Empty where the finding does not say it; never <c>null</c>.</summary>
    static string Value(string name, Notice notice, NoticeText text, DateTimeOffset now)
    {
        var finding = notice.Finding;
        return name switch
        {
            "headline" => text.Headline,
            "title" => CleanText.Content(finding.Title, 500) is { Length: > 0 } title ? title : text.Headline,
            "severity" => NoticeText.NumberOf(notice).ToString("0.##", CultureInfo.InvariantCulture),
            "severityLabel" => text.Label.ToString(),
            "accountId" => Headlines.AccountId(notice),
            "accountName" => CleanText.Content(notice.Account.Name, 200),
            "organisationalUnit" => CleanText.Content(notice.Account.OrganisationalUnit, 200),
            "region" => CleanText.Content(finding.Region, 40),
            "type" => CleanText.Content(notice.Flood?.Type ?? finding.Type, 250),
            "url" => text.Link,
            "what" => text.What,
            "where" => FactOf(text, notice.Flood is null ? "Resource" : "Resources"),
            "who" => FactOf(text, "Remote") is { Length: > 0 } remote ? remote : FactOf(text, "Domain"),
            "since" => notice.Flood?.Since is { } start ? JsonBody.Iso(start) : finding.FirstSeen is { } first ? JsonBody.Iso(first) : "",
            "lastSeen" => finding.LastSeen is { } last ? JsonBody.Iso(last) : "",
            "count" => (notice.Flood?.Count ?? finding.Count).ToString(CultureInfo.InvariantCulture),
            "kind" => NormalisedForm.KindName(notice.Kind),
            "changes" => FactOf(text, "Changed"),
            "steps" => string.Join(' ', text.Steps),
            "description" => text.Description,
            "resourceType" => CleanText.Content(finding.Subject.ResourceType, 100),
            "resourceId" => CleanText.Content(finding.Subject.Id, 500),
            "role" => finding.Role switch { ResourceRole.Actor => "actor", ResourceRole.Target => "target", _ => "" },
            "domain" => CleanText.Content(finding.Domain, 300),
            "incidentKey" => IncidentName.Of(notice, 255),
            "id" => CleanText.Content(finding.Id, 200),
            "sample" => finding.Sample ? "true" : "false",
            "archived" => finding.Archived ? "true" : "false",
            "time" => JsonBody.Iso(now),
            _ => "",
        };
    }

    static string FactOf(NoticeText text, string label)
    {
        foreach (var fact in text.Facts)
        {
            if (fact.Label == label) return fact.Text;
        }
        return "";
    }

    static string Escape(string text, TemplateText kind) => kind switch
    {
        TemplateText.Json => JsonEncodedText.Encode(text, JsonBody.Options.Encoder).ToString(),
        TemplateText.Form => Uri.EscapeDataString(text),
        TemplateText.Markup => WebUtility.HtmlEncode(text),
        _ => text,
    };
}
