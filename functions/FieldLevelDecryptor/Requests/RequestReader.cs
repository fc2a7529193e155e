using System.Text.Json;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Reads requests. What is not understood is an error that names it: a misspelt filter must not become no filter. Pure.</summary>
static class RequestReader
{
    const string Shapes = "expected {\"value\":…}, {\"items\":[…]} or {\"table\":{…}}";

    /// <summary>Reads one.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says what and where, and shows no value.</exception>
    public static Request Read(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"The request is {Kind(request)}: {Shapes}.");
        try
        {
            if (request.TryGetProperty("table", out var table))
            {
                Only(request, "the request", "table");
                return ReadTable(Object(table, "table"));
            }
            if (request.TryGetProperty("items", out var items))
            {
                Only(request, "the request", "items");
                return new ValuesRequest([.. Array(items, "items").Select(ReadItem)], Single: false);
            }
            if (request.TryGetProperty("value", out _)) return new ValuesRequest([ReadItem(request, 0)], Single: true);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: JSON can write it and no text can hold it.
            throw new InvalidDataException("The request has a text that is not valid Unicode.");
        }
        throw new InvalidDataException($"The request has only {string.Join(", ", request.EnumerateObject().Take(10).Select(member => member.Name))}: {Shapes}.");
    }

    static AskedValue ReadItem(JsonElement item, int index)
    {
        var where = $"items[{index}]";
        if (item.ValueKind == JsonValueKind.String) return new(null, item.GetString()!);
        Only(Object(item, where), where, "id", "value");
        if (!item.TryGetProperty("value", out var value)) throw new InvalidDataException($"{where} has no value.");
        JsonElement? id = item.TryGetProperty("id", out var found) ? found : null;
        if (id is { ValueKind: not (JsonValueKind.String or JsonValueKind.Number) }) throw new InvalidDataException($"{where}.id is {Kind(id.Value)}, expected a text or a number.");
        return new(id, Text(value, where + ".value"));
    }

    static TableRequest ReadTable(JsonElement table)
    {
        Only(table, "table", "query", "key", "index", "filter", "attributes", "project", "limit", "continue");
        var query = Member(table, "query") is { } expression ? ReadExpression(expression, "table.query") : null;
        if (Member(table, "key") is { } key)
        {
            if (query is not null) throw new InvalidDataException("table has query and key: one of them.");
            query = KeyCondition(Object(key, "table.key"));
        }
        int? limit = null;
        if (Member(table, "limit") is { } number)
            limit = number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var n) && n > 0 ? n : throw new InvalidDataException("table.limit is not a whole number above 0.");
        return new(query, TextOrNull(table, "index"), Member(table, "filter") is { } filter ? ReadExpression(filter, "table.filter") : null,
            Names(table, "attributes"), Names(table, "project"), limit, TextOrNull(table, "continue"));
    }

    static Expression ReadExpression(JsonElement expression, string where)
    {
        Only(Object(expression, where), where, "expression", "names", "values");
        if (!expression.TryGetProperty("expression", out var text)) throw new InvalidDataException($"{where} has no expression.");
        var names = Member(expression, "names") is { } n ? Object(n, where + ".names").EnumerateObject().ToDictionary(pair => pair.Name, pair => Text(pair.Value, where + ".names"), StringComparer.Ordinal) : [];
        var values = Member(expression, "values") is { } v ? Object(v, where + ".values").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal) : [];
        return new(Text(text, where + ".expression"), names, values);
    }

    /// <summary><c>{"Email":"a@b.c"}</c> as the condition that it is short for.</summary>
    static Expression KeyCondition(JsonElement key)
    {
        var (terms, names, values) = (new List<string>(), new Dictionary<string, string>(), new Dictionary<string, JsonElement>());
        foreach (var member in key.EnumerateObject())
        {
            var alias = "key" + terms.Count;
            names["#" + alias] = member.Name;
            values[":" + alias] = member.Value;
            terms.Add($"#{alias} = :{alias}");
        }
        return terms.Count is 1 or 2 ? new(string.Join(" AND ", terms), names, values) : throw new InvalidDataException("table.key is not the one or two attributes of a key.");
    }

    static string[]? Names(JsonElement of, string name) => Member(of, name) is { } list ? [.. Array(list, "table." + name).Select((one, i) => Text(one, $"table.{name}[{i}]"))] : null;

    static string? TextOrNull(JsonElement of, string name) => Member(of, name) is { } text ? Text(text, "table." + name) : null;

    static JsonElement? Member(JsonElement of, string name) => of.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    static string Text(JsonElement value, string where) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new InvalidDataException($"{where} is {Kind(value)}, expected a text.");

    static JsonElement Object(JsonElement value, string where) => value.ValueKind == JsonValueKind.Object ? value : throw new InvalidDataException($"{where} is {Kind(value)}, expected an object.");

    static JsonElement.ArrayEnumerator Array(JsonElement value, string where) => value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new InvalidDataException($"{where} is {Kind(value)}, expected an array.");

    static void Only(JsonElement of, string where, params ReadOnlySpan<string> known)
    {
        foreach (var member in of.EnumerateObject())
            if (!known.Contains(member.Name)) throw new InvalidDataException($"{where} has '{member.Name}', which is none of {string.Join(", ", known!)}.");
    }

    static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
