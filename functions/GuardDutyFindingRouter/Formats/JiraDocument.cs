using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A text of Atlassian Document Format: nothing in it is markup but what is written here.</summary>
static class JiraDocument
{
    /// <summary>Lead, facts as a table, first steps, link, GuardDuty's own sentences.</summary>
    public static void Write(Utf8JsonWriter json, NoticeText text, string lead)
    {
        json.WriteStartObject();
        json.WriteString("type", "doc");
        json.WriteNumber("version", 1);
        json.WriteStartArray("content");
        Paragraph(json, lead);
        Facts(json, text.Facts);
        if (text.Steps.Count > 0)
        {
            Paragraph(json, "Do first", "strong");
            Steps(json, text.Steps);
        }
        if (text.Link.Length > 0) Link(json, text);
        if (text.Description.Length > 0) Paragraph(json, text.Description, "em");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Facts(Utf8JsonWriter json, IReadOnlyList<Fact> facts)
    {
        if (facts.Count == 0) return;
        Open(json, "table");
        foreach (var fact in facts)
        {
            Open(json, "tableRow");
            Open(json, "tableHeader");
            Paragraph(json, fact.Label);
            Close(json);
            Open(json, "tableCell");
            Paragraph(json, fact.Text);
            Close(json);
            Close(json);
        }
        Close(json);
    }

    static void Steps(Utf8JsonWriter json, IReadOnlyList<string> steps)
    {
        Open(json, "orderedList");
        foreach (var step in steps)
        {
            Open(json, "listItem");
            Paragraph(json, step);
            Close(json);
        }
        Close(json);
    }

    static void Link(Utf8JsonWriter json, NoticeText text)
    {
        Open(json, "paragraph");
        json.WriteStartObject();
        json.WriteString("type", "text");
        json.WriteString("text", text.LinkLabel);
        json.WriteStartArray("marks");
        json.WriteStartObject();
        json.WriteString("type", "link");
        json.WriteStartObject("attrs");
        json.WriteString("href", text.Link);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        Close(json);
    }

    /// <summary>A text node may not be empty, so an empty paragraph has none.</summary>
    static void Paragraph(Utf8JsonWriter json, string text, string mark = "")
    {
        Open(json, "paragraph");
        if (text.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("text", text);
            if (mark.Length > 0)
            {
                json.WriteStartArray("marks");
                json.WriteStartObject();
                json.WriteString("type", mark);
                json.WriteEndObject();
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        Close(json);
    }

    static void Open(Utf8JsonWriter json, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteStartArray("content");
    }

    static void Close(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
