using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>A change as one JSON object: its columns beside <c>cdc_op</c>, <c>cdc_id</c>, <c>cdc_sequence</c>, <c>cdc_changed_at</c>, <c>cdc_schema</c>,
/// <c>cdc_database</c> and <c>cdc_table</c>, and the image before as <c>cdc_before</c>.</summary>
/// <remarks>The sequence is a text: it has up to 38 digits, and readers that make a double of it would lose the order.</remarks>
static class JsonLine
{
    /// <summary>Appends one line.</summary>
    public static void Write(RowChange change, LineWriter writer, bool before, ByteBuffer output)
    {
        output.Append("{\"cdc_op\":\""u8);
        output.Append((byte)change.Letter);
        Text("\",\"cdc_id\":"u8, change.Id, output);
        output.Append(",\"cdc_sequence\":\""u8);
        LineWriter.Append(change.Sequence, output);
        Text("\",\"cdc_changed_at\":"u8, change.ChangedAt, output);
        output.Append(",\"cdc_schema\":"u8);
        LineWriter.Append(change.SchemaVersion, output);
        Text(",\"cdc_database\":"u8, change.Database, output);
        Text(",\"cdc_table\":"u8, change.Table, output);
        if (change.Shown.IsThere) Columns(change, change.Shown, writer, (byte)',', output);
        if (before && change.Kind != ChangeKind.Delete && change.Before.IsThere)
        {
            output.Append(",\"cdc_before\":"u8);
            Columns(change, change.Before, writer, (byte)'{', output);
            output.Append((byte)'}');
        }
        output.Append("}\n"u8);
    }

    static void Columns(RowChange change, RowImage image, LineWriter writer, byte first, ByteBuffer output)
    {
        var next = first;
        foreach (var member in image.Row.EnumerateObject())
        {
            var value = image.Overlay.ValueKind == JsonValueKind.Object ? image.Find(member.Name) : member.Value;
            Member(change, member, value, writer, ref next, output);
        }
        if (image.Overlay.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in image.Overlay.EnumerateObject())
                if (!image.Row.TryGetProperty(member.Name, out _)) Member(change, member, member.Value, writer, ref next, output);
        }
        if (next == '{') output.Append(next);
    }

    static void Member(RowChange change, JsonProperty member, JsonElement value, LineWriter writer, ref byte next, ByteBuffer output)
    {
        output.Append(next);
        next = (byte)',';
        // As it stands in JSON, escapes and all.
        output.Append((byte)'"');
        output.Append(JsonMarshal.GetRawUtf8PropertyName(member));
        output.Append("\":"u8);
        if (LineWriter.AsIs(change, value)) Cell.Of(value).AppendJson(output);
        else writer.CellOf(change, member.Name, value).AppendJson(output);
    }

    static void Text(ReadOnlySpan<byte> before, string value, ByteBuffer output)
    {
        output.Append(before);
        JsonText.AppendQuoted(value, output);
    }
}
