using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>An Adaptive Card for a workflow of Microsoft Teams that takes webhooks.</summary>
/// <remarks>Source: Microsoft Learn, "Create incoming webhooks with Workflows for Microsoft Teams" (message with attachments, at most 28 KB) and "Format cards in Teams"
/// (text blocks and facts are Markdown). Version 1.4 is what Teams renders everywhere.</remarks>
static class TeamsFormat
{
    /// <summary>Of the whole message.</summary>
    public const int MaxBytes = 28 * 1024;

    static readonly SearchValues<char> Markup = SearchValues.Create(@"\*_[]`~#>|{<");

    /// <summary>Renders a notice.</summary>
    public static OutMessage Render(Notice notice) =>
        new("application/json", MessageFormats.Fit(notice, MaxBytes, notice, static (text, notice) => JsonBody.Write((notice, text), Write)));

    static void Write(Utf8JsonWriter json, (Notice Notice, NoticeText Text) message)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", "application/vnd.microsoft.card.adaptive");
        json.WritePropertyName("content");
        Card(json, message.Notice, message.Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Card(Utf8JsonWriter json, Notice notice, NoticeText text)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
        json.WriteString("type", "AdaptiveCard");
        json.WriteString("version", "1.4");
        json.WriteString("fallbackText", CleanText.Cut(text.Headline, 250));
        json.WriteStartObject("msteams");
        json.WriteString("width", "Full");
        json.WriteEndObject();
        json.WriteStartArray("body");
        json.WriteStartObject();
        json.WriteString("type", "Container");
        json.WriteString("style", Style(notice, text.Label));
        json.WriteBoolean("bleed", true);
        json.WriteStartArray("items");
        TextBlock(json, Escape(text.Headline), size: "Large", weight: "Bolder");
        json.WriteEndArray();
        json.WriteEndObject();
        TextBlock(json, Escape(text.What));
        json.WriteStartObject();
        json.WriteString("type", "FactSet");
        json.WriteStartArray("facts");
        foreach (var fact in text.Facts)
        {
            json.WriteStartObject();
            json.WriteString("title", fact.Label);
            json.WriteString("value", Escape(fact.Text));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        if (text.Steps.Count > 0)
        {
            TextBlock(json, "Do first", weight: "Bolder");
            TextBlock(json, string.Join('\n', text.Steps.Select((step, i) => $"{i + 1}. {Escape(step)}")), spacing: "Small");
        }
        if (text.Description.Length > 0) TextBlock(json, Escape(text.Description), size: "Small", isSubtle: true);
        json.WriteEndArray();
        if (text.Link.Length > 0)
        {
            json.WriteStartArray("actions");
            json.WriteStartObject();
            json.WriteString("type", "Action.OpenUrl");
            json.WriteString("title", text.LinkLabel);
            json.WriteString("url", text.Link);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    static void TextBlock(Utf8JsonWriter json, string markdown, string size = "", string weight = "", string spacing = "", bool isSubtle = false)
    {
        json.WriteStartObject();
        json.WriteString("type", "TextBlock");
        json.WriteString("text", markdown);
        json.WriteBoolean("wrap", true);
        json.Text("size", size);
        json.Text("weight", weight);
        json.Text("spacing", spacing);
        if (isSubtle) json.WriteBoolean("isSubtle", true);
        json.WriteEndObject();
    }

    /// <summary>Makes a line plain in the Markdown of cards: no links, no emphasis, no list, and no <c>{{DATE()}}</c>. An underscore within a word, as in names, is
    /// none of them and stays.</summary>
    public static string Escape(string line)
    {
        if (line.AsSpan().IndexOfAny(Markup) < 0 && line.AsSpan().IndexOfAny("-+") != 0 && !StartsAsList(line)) return line;
        var escaped = new StringBuilder(line.Length + 8);
        for (var i = 0; i < line.Length; i++)
        {
            var unit = line[i];
            var isMarkup = unit switch
            {
                '\\' or '*' or '[' or ']' or '`' or '~' or '|' or '<' => true,
                '_' => i == 0 || i == line.Length - 1 || !char.IsLetterOrDigit(line[i - 1]) || !char.IsLetterOrDigit(line[i + 1]),
                '#' or '>' or '-' or '+' => i == 0,
                '.' or ')' => i is > 0 and < 10 && line.AsSpan(0, i).IndexOfAnyExceptInRange('0', '9') < 0,
                _ => false,
            };
            if (isMarkup) escaped.Append('\\');
            escaped.Append(unit);
            if (unit == '{' && i + 1 < line.Length && line[i + 1] == '{') escaped.Append(' ');
        }
        return escaped.ToString();
    }

    static bool StartsAsList(string line)
    {
        var digits = line.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && line[digits] is '.' or ')';
    }

    static string Style(Notice notice, SeverityLabel label) => notice.Kind == NoticeKind.Resolve ? "good" : label switch
    {
        SeverityLabel.Critical or SeverityLabel.High => "attention",
        SeverityLabel.Medium => "warning",
        _ => "accent",
    };
}
