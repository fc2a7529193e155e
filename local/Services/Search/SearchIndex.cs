using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>A document and what it is found by.</summary>
sealed record StoredDocument(string Index, string Id, long Order, JsonObject Source, IReadOnlyDictionary<string, IReadOnlyList<IComparable>> Values);

/// <summary>Documents by id, under one mapping.</summary>
sealed class SearchIndex(string name, IndexMapping mapping)
{
    const string Forbidden = "\\/*?\"<>| ,#:";
    const int LongestName = 255;

    readonly Dictionary<string, StoredDocument> _documents = new(StringComparer.Ordinal);

    public IndexMapping Mapping => mapping;

    public IReadOnlyCollection<StoredDocument> Documents => _documents.Values;

    /// <exception cref="SearchFault">OpenSearch would not name an index so.</exception>
    public static void CheckName(string name)
    {
        var wrong = name.Any(char.IsUpper) ? "must be lowercase"
            : name.Any(c => Forbidden.Contains(c, StringComparison.Ordinal)) ? "must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?]"
            : name.Length == 0 || name[0] is '_' or '-' or '+' ? "must not start with '_', '-', or '+'"
            : name is "." or ".." ? "must not be '.' or '..'"
            : Encoding.UTF8.GetByteCount(name) > LongestName ? "index name is too long" : null;
        if (wrong is not null) throw new SearchFault(400, "invalid_index_name_exception", $"Invalid index name [{name}], {wrong}");
    }

    /// <param name="createOnly">An id that is there already is refused.</param>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="SearchFault">It is not taken.</exception>
    public bool Write(string id, ReadOnlyMemory<byte> document, bool createOnly, long order)
    {
        // The mapping first: so does OpenSearch.
        var source = Parsed(document);
        var values = mapping.Take(source);
        var isNew = !_documents.ContainsKey(id);
        if (createOnly && !isNew) throw new SearchFault(409, "version_conflict_engine_exception", $"[{id}]: version conflict, document already exists (current version [1])");
        _documents[id] = new(name, id, order, source, values);
        return isNew;
    }

    static JsonObject Parsed(ReadOnlyMemory<byte> document)
    {
        try
        {
            if (JsonNode.Parse(document.Span) is JsonObject source)
            {
                _ = source.Count;       // a name twice shows only when it is looked at
                return source;
            }
            throw new SearchFault(400, "mapper_parsing_exception", "failed to parse", "it is not an object");
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            throw new SearchFault(400, "mapper_parsing_exception", "failed to parse", "it is not JSON, or has a member twice");
        }
    }
}
