using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.AuroraCdcForwarder;

/// <summary>How a value is written.</summary>
enum CellKind : byte
{
    /// <summary>SQL NULL.</summary>
    Null,

    /// <summary>A number or a truth value: its own text, never a <see cref="double"/>.</summary>
    Literal,

    /// <summary>A text.</summary>
    Text,

    /// <summary>An object or array.</summary>
    Json,
}

/// <summary>One value of a row, as it is written.</summary>
readonly partial record struct Cell
{
    readonly JsonElement _element;
    readonly string? _text;

    Cell(CellKind kind, JsonElement element, string? text) => (Kind, _element, _text) = (kind, element, text);

    /// <summary>How it is written.</summary>
    public CellKind Kind { get; }

    /// <summary>The value of a JSON member; undefined and null are NULL.</summary>
    public static Cell Of(JsonElement value) => new(value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => CellKind.Null,
        JsonValueKind.String => CellKind.Text,
        JsonValueKind.Object or JsonValueKind.Array => CellKind.Json,
        _ => CellKind.Literal,
    }, value, null);

    /// <summary>A number that was computed.</summary>
    public static Cell Number(string digits) => new(CellKind.Literal, default, digits);

    /// <summary>A text that was computed.</summary>
    public static Cell Plain(string text) => new(CellKind.Text, default, text);

    /// <summary>Appends the value as it stands in JSON.</summary>
    public void AppendJson(ByteBuffer output)
    {
        if (Kind == CellKind.Null) output.Append("null"u8);
        else if (_text is null) AppendOnOneLine(JsonMarshal.GetRawUtf8Value(_element), output);
        else if (Kind == CellKind.Literal) AppendUtf8(_text, output);
        else JsonText.AppendQuoted(_text, output);
    }

    /// <summary>Appends the value as plain text; nothing for NULL.</summary>
    public void AppendText(ByteBuffer output)
    {
        if (Kind == CellKind.Null) return;
        if (_text is not null) AppendUtf8(_text, output);
        else if (Kind == CellKind.Text) JsonText.AppendUnescaped(JsonMarshal.GetRawUtf8Value(_element)[1..^1], output);
        else output.Append(JsonMarshal.GetRawUtf8Value(_element));
    }

    /// <summary>Whether a text is a number as SQL writes it.</summary>
    public static bool IsNumber(string text) => NumberForm().IsMatch(text);

    /// <summary>Objects may have been laid out over lines; a record is one line. Line feeds in strings are escaped already.</summary>
    static void AppendOnOneLine(ReadOnlySpan<byte> json, ByteBuffer output)
    {
        while (json.IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0)
        {
            output.Append(json[..end]);
            output.Append((byte)' ');
            json = json[(end + 1)..];
        }
        output.Append(json);
    }

    static void AppendUtf8(string text, ByteBuffer output) =>
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex NumberForm();
}
