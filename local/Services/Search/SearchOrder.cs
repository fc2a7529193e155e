using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>The order of what was found: as it was written, or by a field.</summary>
static class SearchOrder
{
    /// <param name="sort"><c>[{"field":"asc"}]</c> or <c>[{"field":{"order":"desc"}}]</c>; one field.</param>
    /// <param name="typeOf">By index and field.</param>
    /// <exception cref="SearchFault">It cannot be sorted so.</exception>
    public static IEnumerable<StoredDocument> Sorted(IReadOnlyList<StoredDocument> found, JsonNode? sort, Func<string, string, FieldType?> typeOf)
    {
        if (sort is null) return found;
        var (field, about) = (sort is JsonArray { Count: 1 } one ? one[0] : sort) is JsonObject { Count: 1 } only ? only.Single() : throw SearchFault.NotPlayed("sorting by more than one field");
        if (found.Any(document => typeOf(document.Index, field) is not { HasValues: true, Name: not "ip" })) throw SearchFault.NotPlayed($"sorting by {field}");
        var descending = (about is JsonObject members ? (string?)members["order"] : (string?)about) == "desc";
        var order = Comparer<IComparable>.Create((left, right) => descending ? SearchQuery.Compared(right, left) : SearchQuery.Compared(left, right));
        // Documents without it come last, whichever way.
        return found.OrderBy(document => Value(document) is null).ThenBy(document => Value(document) ?? "", order);

        IComparable? Value(StoredDocument document) => document.Values.TryGetValue(field, out var values)
            ? values.Aggregate((a, b) => SearchQuery.Compared(a, b) < 0 != descending ? a : b) : null;
    }
}
