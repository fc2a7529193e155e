using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>JSON with places. Comments and commas behind the last entry are allowed, for people write it.</summary>
static class RuleDocument
{
    static readonly JsonReaderOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = RuleLimits.Depth };

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8 without a byte order mark.</param>
    /// <param name="notes">Is told what is no JSON, and names that come twice.</param>
    /// <returns><c>null</c> where it is no JSON.</returns>
    public static RuleNode? Parse(ReadOnlySpan<byte> json, RuleNotes notes)
    {
        if (!Utf8.IsValid(json))
        {
            notes.Mistake(ValidBytes(json), "", "is not UTF-8 text");
            return null;
        }
        var reader = new Utf8JsonReader(json, s_options);
        try
        {
            reader.Read();
            var root = Value(ref reader, null, "", notes);
            // What stands behind the document is a mistake, too, and is told by reading on.
            while (reader.Read())
            {
                // Reading is the check.
            }
            return root;
        }
        catch (JsonException mistake)
        {
            var offset = OffsetOf(json, mistake);
            notes.Mistake(offset, "", json.Trim(" \t\r\n"u8).IsEmpty ? "is empty: an object {…} is expected"
                : "is not JSON: " + (offset >= json.Length ? "it ends before an object or a list is closed" : Reason(mistake.Message)));
            return null;
        }
    }

    static RuleNode Value(ref Utf8JsonReader reader, RuleNode? parent, string step, RuleNotes notes)
    {
        var (kind, offset) = (reader.TokenType, (int)reader.TokenStartIndex);
        var text = kind switch
        {
            JsonTokenType.String => Text(ref reader, offset, notes),
            JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
            _ => "",
        };
        var node = new RuleNode(kind, offset, text, parent, step);
        if (kind == JsonTokenType.StartObject) Members(ref reader, node, notes);
        else if (kind == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                node.Items.Add(Value(ref reader, node, string.Create(CultureInfo.InvariantCulture, $"[{node.Items.Count}]"), notes));
        return node;
    }

    static void Members(ref Utf8JsonReader reader, RuleNode node, RuleNotes notes)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (offset, name) = ((int)reader.TokenStartIndex, Text(ref reader, (int)reader.TokenStartIndex, notes));
            reader.Read();
            var value = Value(ref reader, node, RuleNode.StepOf(name), notes);
            if (names.Add(name)) node.Members.Add(new(name, offset, value));
            else notes.Mistake(offset, node.PathOf(name), "stands here twice: the second would hide the first");
        }
    }

    static string Text(ref Utf8JsonReader reader, int offset, RuleNotes notes)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            notes.Mistake(offset, "", "is a text with half a surrogate pair (\\ud800 to \\udfff alone), which is no character");
            return "";
        }
    }

    static int OffsetOf(ReadOnlySpan<byte> json, JsonException mistake)
    {
        var offset = 0;
        for (var line = 0L; line < (mistake.LineNumber ?? 0); line++) offset += json[offset..].IndexOf((byte)'\n') + 1;
        return Math.Min(json.Length, offset + (int)(mistake.BytePositionInLine ?? 0));
    }

    /// <summary>The framework's words without the place, and without a word of the document, which may be a secret that lost its quotes.</summary>
    static string Reason(string message)
    {
        if (message.Contains("invalid JSON literal", StringComparison.Ordinal)) return "a text stands in quotes; without them there are only numbers, true, false and null";
        if (message.Contains("number", StringComparison.Ordinal)) return "this is no number, and a text stands in quotes";
        if (message.Contains("maximum configured depth", StringComparison.Ordinal)) return string.Create(CultureInfo.InvariantCulture, $"it is nested deeper than {RuleLimits.Depth}");
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }

    static int ValidBytes(ReadOnlySpan<byte> json)
    {
        var start = 0;
        while (start < json.Length && System.Text.Rune.DecodeFromUtf8(json[start..], out _, out var length) == System.Buffers.OperationStatus.Done) start += length;
        return start;
    }
}
