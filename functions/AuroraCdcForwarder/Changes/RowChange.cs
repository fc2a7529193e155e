using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>What a change did to its row.</summary>
enum ChangeKind : byte
{
    /// <summary><c>I</c>: the row is new.</summary>
    Insert,

    /// <summary><c>U</c>: the row is another.</summary>
    Update,

    /// <summary><c>D</c>: the row is gone; its last image is what is written.</summary>
    Delete,

    /// <summary><c>R</c>: the row as a snapshot or bootstrap found it.</summary>
    Read,

    /// <summary><c>T</c>: every row of the table is gone.</summary>
    Truncate,
}

/// <summary>How the values of an image are to be read.</summary>
enum ValueForm : byte
{
    /// <summary>As they stand: triggers and Maxwell write numbers, text and base64.</summary>
    Plain,

    /// <summary>As Kafka Connect's JSON converter writes Debezium's types: see <see cref="ConnectValue"/>.</summary>
    Connect,
}

/// <summary>One change of one row, whoever captured it.</summary>
/// <param name="Id">Names the change for good: the same change, sent twice, has the same.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Database">Schema of the table; empty where the sender does not tell.</param>
/// <param name="Table">Name of the table.</param>
/// <param name="Sequence">Orders the changes of one row: a whole number of at most 38 digits, as text.</param>
/// <param name="ChangedAt">UTC, <c>yyyy-MM-dd HH:mm:ss.ffffff</c>.</param>
/// <param name="SchemaVersion">Of the table's columns, as the sender counts them; 0 where it does not.</param>
/// <param name="Before">The row before; none for an insert.</param>
/// <param name="After">The row after; none for a delete.</param>
sealed record RowChange(
    string Id, ChangeKind Kind, string Database, string Table, string Sequence, string ChangedAt, long SchemaVersion, RowImage Before, RowImage After)
{
    /// <summary>Names of the primary key's columns; empty where neither the sender nor the settings tell.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>How values are written.</summary>
    public ValueForm Form { get; init; }

    /// <summary>Types that came with the event (Debezium with schemas); <c>null</c> where the settings must tell.</summary>
    public IReadOnlyDictionary<string, ColumnType>? Types { get; init; }

    /// <summary>The image that a line shows: the last known one.</summary>
    public RowImage Shown => Kind == ChangeKind.Delete ? Before : After;

    /// <summary>The letter of the operation.</summary>
    public char Letter => Kind switch
    {
        ChangeKind.Insert => 'I',
        ChangeKind.Update => 'U',
        ChangeKind.Delete => 'D',
        ChangeKind.Read => 'R',
        _ => 'T',
    };

    /// <summary>The change as lines show it: an update that moved a row to another key is the end of one row and the beginning of another.</summary>
    /// <param name="key">Columns of the key.</param>
    public IEnumerable<RowChange> Lines(IReadOnlyList<string> key)
    {
        if (Kind == ChangeKind.Update && Before.IsThere && key.Any(column => !Same(Before.Find(column), After.Find(column))))
        {
            yield return this with { Id = Id + "-old", Kind = ChangeKind.Delete, After = default };
            yield return this with { Id = Id + "-new", Kind = ChangeKind.Insert };
            yield break;
        }
        yield return this;
    }

    static bool Same(JsonElement one, JsonElement other) => one.ValueKind == other.ValueKind
        && (one.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || JsonMarshal.GetRawUtf8Value(one).SequenceEqual(JsonMarshal.GetRawUtf8Value(other)));
}

/// <summary>The columns of a row, as one JSON object or as an object and the members that differ from it.</summary>
/// <param name="Row">Shape: <c>{"column":value,…}</c>.</param>
/// <param name="Overlay">Members that go before those of <paramref name="Row"/>: Maxwell's <c>old</c>.</param>
readonly record struct RowImage(JsonElement Row, JsonElement Overlay = default)
{
    /// <summary>Whether there is a row at all.</summary>
    public bool IsThere => Row.ValueKind == JsonValueKind.Object;

    /// <summary>A column's value; undefined where the image does not have it.</summary>
    public JsonElement Find(string column) => !IsThere ? default
        : Overlay.ValueKind == JsonValueKind.Object && Overlay.TryGetProperty(column, out var old) ? old
        : Row.TryGetProperty(column, out var value) ? value : default;
}
