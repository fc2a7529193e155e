using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Indices and index templates, in memory. Not for several threads at once.</summary>
sealed class SearchStore
{
    readonly Dictionary<string, SearchIndex> _indices = new(StringComparer.Ordinal);
    readonly Dictionary<string, JsonObject> _templates = new(StringComparer.Ordinal);
    long _order;

    public JsonObject? Template(string name) => _templates.GetValueOrDefault(name);

    /// <param name="createOnly">One that is there already is not replaced.</param>
    /// <exception cref="SearchFault">It is not taken.</exception>
    public void PutTemplate(string name, JsonObject template, bool createOnly)
    {
        if (createOnly && _templates.ContainsKey(name)) throw new SearchFault(400, "illegal_argument_exception", $"index template [{name}] already exists");
        if (template["index_patterns"] is not JsonArray { Count: > 0 }) throw new SearchFault(400, "action_request_validation_exception", "Validation Failed: 1: index patterns are missing;");
        foreach (var (member, _) in template)
            if (member is not ("index_patterns" or "template" or "priority" or "version" or "_meta")) throw SearchFault.NotPlayed($"'{member}' of an index template");
        _ = new IndexMapping(template["template"]?.AsObject());
        _templates[name] = template;
    }

    /// <returns>Whether it is new.</returns>
    /// <exception cref="SearchFault">It is not taken.</exception>
    public bool Write(BulkAction action)
    {
        if (!_indices.TryGetValue(action.Index, out var index))
        {
            SearchIndex.CheckName(action.Index);
            index = _indices[action.Index] = new SearchIndex(action.Index, new IndexMapping(TemplateOf(action.Index)));
        }
        return index.Write(action.Id ?? Guid.NewGuid().ToString("N"), action.Document, action.CreateOnly, _order++);
    }

    public void Delete(string index)
    {
        if (!_indices.Remove(index)) throw SearchFault.NoIndex(index);
    }

    /// <summary>The indices that names and patterns mean, <c>waf-*,lines-2026.11.22</c>.</summary>
    /// <exception cref="SearchFault">A plain name that is none.</exception>
    public IReadOnlyList<SearchIndex> Indices(string names)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in names.Split(','))
        {
            if (name.Contains('*', StringComparison.Ordinal)) found.UnionWith(_indices.Keys.Where(one => FileSystemName.MatchesSimpleExpression(name, one, ignoreCase: false)));
            else if (_indices.ContainsKey(name)) found.Add(name);
            else throw SearchFault.NoIndex(name);
        }
        return [.. found.Select(name => _indices[name])];
    }

    JsonObject? TemplateOf(string index) => _templates.Values
        .Where(one => one["index_patterns"]!.AsArray().Any(pattern => FileSystemName.MatchesSimpleExpression(pattern!.ToString(), index, ignoreCase: false)))
        .MaxBy(one => (int?)one["priority"] ?? 0)?["template"]?.AsObject();
}
