using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Slack Block Kit for an incoming webhook.</summary>
/// <remarks>Source: Slack, "Block Kit": header of at most 150 characters of plain text, section text of at most 3,000, at most 10 fields of at most 2,000,
/// at most 50 blocks; "Formatting text": <c>&amp;</c>, <c>&lt;</c> and <c>&gt;</c> are escaped. The headline and what happened stand in blocks of the message, because
/// Slack folds long attachments away; the rest stands in an attachment for its coloured edge. The link is text: a button, even one with a URL, asks for an
/// interactive app, which an incoming webhook is not.</remarks>
static class SlackFormat
{
    const int HeaderLength = 150;
    const int SectionLength = 3_000;

    /// <summary>Renders a notice.</summary>
    public static OutMessage Render(Notice notice) => new("application/json", JsonBody.Write((notice, text: NoticeText.Of(notice, TextBounds.Roomy)), Write));

    static void Write(Utf8JsonWriter json, (Notice Notice, NoticeText Text) message)
    {
        var (notice, text) = message;
        var header = $"{Circle(notice, text.Label)} {text.Headline}";
        json.WriteStartObject();
        json.WriteString("text", Escape(header, SectionLength));     // notifications and screen readers; the blocks replace it elsewhere
        json.WriteStartArray("blocks");
        json.WriteStartObject();
        json.WriteString("type", "header");
        json.WriteStartObject("text");
        json.WriteString("type", "plain_text");
        json.WriteString("text", CleanText.Cut(header, HeaderLength));
        json.WriteBoolean("emoji", false);
        json.WriteEndObject();
        json.WriteEndObject();
        foreach (var fact in text.Facts.Where(IsChange)) Section(json, $"*{fact.Label}:* {Escape(fact.Text, 2_000)}");
        Section(json, Escape(text.What, SectionLength));
        json.WriteEndArray();

        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("color", Colour(notice, text.Label));
        json.WriteString("fallback", Escape(text.Headline, SectionLength));
        json.WriteStartArray("blocks");
        Details(json, text);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Details(Utf8JsonWriter json, NoticeText text)
    {
        if (text.Facts.Any(fact => fact.IsShort)) Fields(json, text.Facts.Where(fact => fact.IsShort));
        var lines = new StringBuilder();
        foreach (var fact in text.Facts.Where(fact => !fact.IsShort && !IsChange(fact)))
        {
            var line = $"*{fact.Label}:* {Escape(fact.Text, 600)}\n";
            if (lines.Length + line.Length <= SectionLength) lines.Append(line);
        }
        if (lines.Length > 0) Section(json, lines.ToString().TrimEnd());
        if (text.Steps.Count > 0)
        {
            var steps = text.Steps.Select((step, i) => $"{i + 1}. {Escape(step, 500)}");
            Section(json, $"*Do first*\n{string.Join('\n', steps)}");
        }
        if (text.Link.Length > 0) Section(json, $"<{EscapeLink(text.Link)}|*{Escape(text.LinkLabel, 100)}*>");
        if (text.Description.Length > 0) Context(json, Escape(text.Description, 2_000));
    }

    /// <summary>What an update is about stands above the fold.</summary>
    static bool IsChange(Fact fact) => fact.Label == FactList.ChangedLabel;

    static void Section(Utf8JsonWriter json, string markdown)
    {
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WritePropertyName("text");
        Markdown(json, markdown);
        json.WriteEndObject();
    }

    static void Fields(Utf8JsonWriter json, IEnumerable<Fact> facts)
    {
        json.WriteStartObject();
        json.WriteString("type", "section");
        json.WriteStartArray("fields");
        foreach (var fact in facts.Take(10)) Markdown(json, $"*{fact.Label}*\n{Escape(fact.Text, 1_900)}");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Context(Utf8JsonWriter json, string markdown)
    {
        json.WriteStartObject();
        json.WriteString("type", "context");
        json.WriteStartArray("elements");
        Markdown(json, markdown);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary><c>verbatim</c>: Slack makes no links and no mentions out of names and addresses by itself.</summary>
    static void Markdown(Utf8JsonWriter json, string markdown)
    {
        json.WriteStartObject();
        json.WriteString("type", "mrkdwn");
        json.WriteString("text", markdown);
        json.WriteBoolean("verbatim", true);
        json.WriteEndObject();
    }

    /// <summary>Escapes what Slack takes for markup, to at most <paramref name="max"/> characters, never through an entity.</summary>
    public static string Escape(string text, int max)
    {
        if (text.Length <= max && text.AsSpan().IndexOfAny("&<>`") < 0) return text;
        var escaped = new StringBuilder(Math.Min(text.Length, max) + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            var piece = rune.Value switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '`' => "'", _ => rune.ToString() };
            if (escaped.Length + piece.Length > max - 1) return escaped.Append('…').ToString();
            escaped.Append(piece);
        }
        return escaped.ToString();
    }

    /// <summary>A URL has no <c>&lt;</c>, <c>&gt;</c> or <c>|</c> once it is percent-encoded, as ours are.</summary>
    static string EscapeLink(string url) => url.Replace("&", "&amp;", StringComparison.Ordinal);

    static string Circle(Notice notice, SeverityLabel label) => notice.Kind == NoticeKind.Resolve ? "✅" : label switch
    {
        SeverityLabel.Critical => "🚨",
        SeverityLabel.High => "🔴",
        SeverityLabel.Medium => "🟠",
        SeverityLabel.Low => "🟡",
        _ => "🔵",
    };

    static string Colour(Notice notice, SeverityLabel label) => notice.Kind == NoticeKind.Resolve ? "#2eb67d" : label switch
    {
        SeverityLabel.Critical => "#7a0016",
        SeverityLabel.High => "#d1242f",
        SeverityLabel.Medium => "#e8730c",
        SeverityLabel.Low => "#e5b800",
        _ => "#3b82c4",
    };
}
