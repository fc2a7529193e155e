using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Opsgenie's alert API, which others imitate.</summary>
/// <remarks>Source: Opsgenie, "Alert API": message of at most 130 characters, alias 512, description 15,000, at most 20 tags of at most 50, details of at most
/// 8,000 in all, entity 512, source 100, note 25,000. An alert with the alias of an open one adds to its count.</remarks>
static class OpsgenieFormat
{
    /// <summary>Where alerts are made, behind <c>https://api.opsgenie.com</c> or <c>https://api.eu.opsgenie.com</c>.</summary>
    public const string Path = "/v2/alerts";

    const int DetailsLength = 7_000;

    /// <summary>Renders a notice: a new alert, more of an open one, or the end of one.</summary>
    public static OutMessage Render(Notice notice, Destination destination, string key)
    {
        var text = NoticeText.Of(notice, TextBounds.Roomy);
        var alias = IncidentName.Of(notice, 512);
        KeyValuePair<string, string>[] headers = [new("Authorization", $"GenieKey {key}")];
        if (notice.Kind != NoticeKind.Resolve)
        {
            return new("application/json", JsonBody.Write((notice, destination, text, alias), Alert)) { Path = Path, Attributes = headers };
        }
        return new("application/json", JsonBody.Write(text, Close))
        {
            Path = $"{Path}/{Uri.EscapeDataString(alias)}/close?identifierType=alias",
            Attributes = headers,
        };
    }

    static void Close(Utf8JsonWriter json, NoticeText text)
    {
        json.WriteStartObject();
        json.WriteString("source", "Sluice");
        json.WriteString("note", text.What);
        json.WriteEndObject();
    }

    static void Alert(Utf8JsonWriter json, (Notice Notice, Destination Destination, NoticeText Text, string Alias) message)
    {
        var (notice, destination, text, alias) = message;
        json.WriteStartObject();
        json.WriteString("message", CleanText.Cut(text.Headline, 130));
        json.WriteString("alias", alias);
        json.WriteString("description", CleanText.Cut(Description(text), 15_000));
        json.WriteString("priority", text.Label switch
        {
            SeverityLabel.Critical => "P1",
            SeverityLabel.High => "P2",
            SeverityLabel.Medium => "P3",
            SeverityLabel.Low => "P4",
            _ => "P5",
        });
        json.WriteString("source", "Sluice");
        json.WriteString("entity", notice.Flood is null ? SubjectText.Name(notice.Finding, 500) : $"{notice.Flood.Count} resources");
        json.Texts("tags", Tags(notice, destination, text));
        Responders(json, destination);
        json.WriteStartObject("details");
        var left = DetailsLength;
        foreach (var fact in text.Facts)
        {
            var value = CleanText.Cut(fact.Text, Math.Max(left - fact.Label.Length, 0));
            left -= value.Length + fact.Label.Length;
            json.Text(fact.Label, value);
        }
        json.Text("Console", text.Link);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static string Description(NoticeText text)
    {
        var lines = new StringBuilder(text.What).Append('\n');
        foreach (var fact in text.Facts) lines.Append('\n').Append(fact.Label).Append(": ").Append(fact.Text);
        if (text.Steps.Count > 0) lines.Append("\n\nDo first:");
        foreach (var step in text.Steps) lines.Append("\n- ").Append(step);
        if (text.Link.Length > 0) lines.Append("\n\n").Append(text.LinkLabel).Append(": ").Append(text.Link);
        if (text.Description.Length > 0) lines.Append("\n\n").Append(text.Description);
        return lines.ToString();
    }

    static IEnumerable<string> Tags(Notice notice, Destination destination, NoticeText text)
    {
        var own = new List<string> { "guardduty", text.Label.ToString() };
        if (notice.Finding.Sample) own.Add("sample");
        if (notice.Flood is not null) own.Add("flood");
        return destination.Labels.Concat(own).Select(tag => CleanText.Content(tag, 50)).Where(tag => tag.Length > 0).Distinct(StringComparer.Ordinal).Take(20);
    }

    static void Responders(Utf8JsonWriter json, Destination destination)
    {
        if (destination.Teams.Count == 0) return;
        json.WriteStartArray("responders");
        foreach (var team in destination.Teams.Take(50))
        {
            json.WriteStartObject();
            json.WriteString("name", team);
            json.WriteString("type", "team");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
