using System.Text;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>A column that lines have.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsKey">Whether it is of the primary key.</param>
sealed record Column(string Name, ColumnType Type, bool IsKey)
{
    /// <summary><see cref="Name"/> as it stands in JSON that escapes nothing.</summary>
    public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(Name);
}

/// <summary>The columns of a table, in the order of its files.</summary>
/// <param name="Columns">In order.</param>
sealed record TableLayout(IReadOnlyList<Column> Columns)
{
    /// <summary>Names of the primary key's columns.</summary>
    public IReadOnlyList<string> Key { get; } = [.. Columns.Where(column => column.IsKey).Select(column => column.Name)];

    /// <summary>Columns by name.</summary>
    public IReadOnlyDictionary<string, Column> ByName { get; } = Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
}

/// <summary>What is known of tables: the setting <c>TABLES</c>.</summary>
/// <param name="Layouts">By <c>database.table</c> or <c>table</c>.</param>
sealed record TableLayouts(Dictionary<string, TableLayout> Layouts)
{
    /// <summary>The article's table.</summary>
    public const string Default = """
        {"Sales":"ItemID int, Category varchar, Price decimal(10,2), Quantity int, OrderDate timestamp, DestinationState varchar, ShippingType varchar, Referral varchar"}
        """;

    /// <summary>A table's columns; <c>null</c> where the setting does not tell. <c>database.table</c> goes before <c>table</c>.</summary>
    public TableLayout? Find(string database, string table)
    {
        // Looked up for every change: no text is made for it. Names have 64 characters at most; Debezium's may be of other servers.
        Span<char> room = stackalloc char[256];
        ReadOnlySpan<char> known = room.TryWrite($"{database}.{table}", out var length) ? room[..length] : $"{database}.{table}".AsSpan();
        return Layouts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(known, out var exact) ? exact : Layouts.GetValueOrDefault(table);
    }

    /// <summary>Reads the setting.</summary>
    /// <param name="text">Shape: <c>{"shop.Sales":"ItemID int key, Price decimal(10,2), …"}</c>: a name, a type, and <c>key</c> for the primary key's columns.</param>
    /// <param name="problem">Gets what is wrong.</param>
    public static TableLayouts Parse(string text, Action<string> problem)
    {
        var layouts = new Dictionary<string, TableLayout>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException();
            foreach (var table in json.RootElement.EnumerateObject())
            {
                if (table.Value.ValueKind != JsonValueKind.String) throw new JsonException();
                var columns = new List<Column>();
                foreach (var part in Split(table.Value.GetString()!))
                {
                    if (ColumnOf(part) is not { } column) problem($"TABLES has '{part}' in {table.Name}, expected a column and its type, such as Price decimal(10,2)");
                    else if (columns.Any(other => other.Name == column.Name)) problem($"TABLES has {column.Name} twice in {table.Name}");
                    else columns.Add(column);
                }
                if (columns.Count == 0) problem($"TABLES has no columns for {table.Name}");
                layouts[table.Name] = new TableLayout(columns);
            }
        }
        catch (JsonException)
        {
            problem("TABLES is not JSON of the form {\"database.table\":\"column type, column type\"}");
        }
        return new(layouts);
    }

    static Column? ColumnOf(string part)
    {
        var space = part.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0) return null;
        var type = part[space..].Trim();
        var key = type.EndsWith(" key", StringComparison.OrdinalIgnoreCase);
        return ColumnType.Parse(key ? type[..^4] : type) is { } known ? new Column(part[..space], known, key) : null;
    }

    /// <summary>At commas outside of parentheses.</summary>
    static IEnumerable<string> Split(string columns)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= columns.Length; i++)
        {
            if (i < columns.Length && columns[i] == '(') depth++;
            else if (i < columns.Length && columns[i] == ')') depth--;
            else if (i == columns.Length || (columns[i] == ',' && depth == 0))
            {
                if (columns[start..i].Trim() is { Length: > 0 } part) yield return part;
                start = i + 1;
            }
        }
    }
}
