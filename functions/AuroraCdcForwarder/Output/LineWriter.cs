using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>The kinds of line.</summary>
enum LineFormat : byte
{
    /// <summary>A JSON object a line.</summary>
    Json,

    /// <summary>RFC 4180.</summary>
    Csv,
}

/// <summary>What becomes of line feeds in the texts of CSV, whose readers in Redshift Spectrum and Athena know no records of more than one line.</summary>
enum Newlines : byte
{
    /// <summary><c>\n</c> and <c>\r</c>, and <c>\\</c> for a backslash: nothing is lost.</summary>
    Escape,

    /// <summary>A space for each line feed.</summary>
    Space,

    /// <summary>As RFC 4180 has it, inside of quotes.</summary>
    Keep,
}

/// <summary>How lines are written.</summary>
/// <param name="Format">Which kind.</param>
/// <param name="Tables">Columns and types.</param>
/// <param name="NullToken">CSV: NULL, without quotes; a text of these letters has them.</param>
/// <param name="Newlines">CSV: line feeds in texts.</param>
/// <param name="Before">JSON: whether the image before goes along, as <c>cdc_before</c>.</param>
/// <param name="Modes">Debezium's settings, for events without schema.</param>
sealed record LineStyle(LineFormat Format, TableLayouts Tables, string NullToken, Newlines Newlines, bool Before, ConnectModes Modes)
{
    /// <summary><see cref="NullToken"/> as it is written.</summary>
    public byte[] NullBytes { get; } = Encoding.UTF8.GetBytes(NullToken);
}

/// <summary>Writes a change as a line of its file.</summary>
sealed class LineWriter(LineStyle style)
{
    /// <summary>Room for one value; what it holds is over with the next.</summary>
    public ByteBuffer Scratch { get; } = new(256);

    /// <summary>The columns that a change's lines are looked up by; the sender's word goes before the settings'.</summary>
    public IReadOnlyList<string> KeyOf(RowChange change) => change.Key.Count > 0 ? change.Key : style.Tables.Find(change.Database, change.Table)?.Key ?? [];

    /// <summary>Appends one line with its line feed.</summary>
    /// <exception cref="ChangeException">The change cannot be written; the output may have a part of it.</exception>
    public void Write(RowChange change, ByteBuffer output)
    {
        var layout = style.Tables.Find(change.Database, change.Table);
        if (change.Form == ValueForm.Connect && change.Types is null && layout is null && change.Kind != ChangeKind.Truncate)
            throw new ChangeException($"events of Debezium without schema do not tell types: TABLES must have the columns of {change.Database}.{change.Table}");
        if (style.Format == LineFormat.Json) JsonLine.Write(change, this, style.Before, output);
        else if (layout is null) throw new ChangeException($"TABLES has no columns for {(change.Database.Length > 0 ? change.Database + "." : "")}{change.Table}, and CSV needs their order");
        else CsvLine.Write(change, layout, this, style, output);
    }

    /// <summary>A column's value as it is written.</summary>
    /// <param name="change">Whose.</param>
    /// <param name="column">Its name.</param>
    /// <param name="value">As the sender wrote it; undefined and null are NULL.</param>
    public Cell CellOf(RowChange change, string column, JsonElement value)
    {
        if (AsIs(change, value)) return Cell.Of(value);
        if (change.Form == ValueForm.Plain) return TypeOf(change, column, orNone: true).Kind == TypeKind.Decimal ? DecimalText.Of(value) : Cell.Of(value);
        return ConnectValue.Of(value, TypeOf(change, column), style.Modes);
    }

    /// <summary>Whether a value is written as it stands, whatever its column's type: all but Debezium's, and the small decimals that Maxwell writes with
    /// an exponent, which readers of DECIMAL columns refuse.</summary>
    public static bool AsIs(RowChange change, JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
        || (change.Form == ValueForm.Plain && !(value.ValueKind == JsonValueKind.Number && DecimalText.HasExponent(value)));

    ColumnType TypeOf(RowChange change, string column, bool orNone = false)
    {
        ColumnType? told = style.Tables.Find(change.Database, change.Table) is { } layout && layout.ByName.TryGetValue(column, out var known) ? known.Type : null;
        if (change.Types is null || !change.Types.TryGetValue(column, out var type))
            return told ?? (orNone ? new ColumnType(TypeKind.Text) : throw new ChangeException($"TABLES does not tell the type of {column} in {change.Database}.{change.Table}: events of Debezium without schema need it"));
        // The schema does not tell the digits of seconds, nor that a number is BIGINT UNSIGNED.
        return (type.Kind, told?.Kind) switch
        {
            (TypeKind.DateTime or TypeKind.Timestamp or TypeKind.Time, TypeKind.DateTime or TypeKind.Timestamp or TypeKind.Time) => type with { Digits = told!.Value.Digits },
            (TypeKind.Number, TypeKind.Unsigned) => told!.Value,
            _ => type,
        };
    }

    /// <summary>Appends a number.</summary>
    public static void Append(long number, ByteBuffer output)
    {
        number.TryFormat(output.GetSpan(20), out var length, default, CultureInfo.InvariantCulture);
        output.Advance(length);
    }

    /// <summary>Appends text as UTF-8.</summary>
    public static void Append(string text, ByteBuffer output) => output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
