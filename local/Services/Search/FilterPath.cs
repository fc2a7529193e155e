using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Cuts an answer down to the paths that <c>filter_path</c> names, <c>errors,items.*.status</c>; an array counts for nothing in a path.</summary>
/// <remarks>Source: OpenSearch documentation, "Common REST parameters", filter response.</remarks>
static class FilterPath
{
    public static JsonNode Cut(JsonNode answer, string paths) =>
        Kept(answer, [.. paths.Split(',').Select(path => path.Split('.'))]) ?? new JsonObject();

    static JsonNode? Kept(JsonNode? node, IReadOnlyList<ArraySegment<string>> paths)
    {
        if (paths.Any(path => path.Count == 0)) return node?.DeepClone();
        switch (node)
        {
            case JsonArray array:
                var kept = array.Select(one => Kept(one, paths)).Where(one => one is not null).ToArray();
                return kept.Length > 0 ? new JsonArray(kept) : null;
            case JsonObject members:
                var left = new JsonObject();
                foreach (var (name, value) in members)
                {
                    List<ArraySegment<string>> below = [.. paths.Where(path => FileSystemName.MatchesSimpleExpression(path[0], name, ignoreCase: false)).Select(path => path[1..])];
                    if (below.Count > 0 && Kept(value, below) is { } one) left[name] = one;
                }
                return left.Count > 0 ? left : null;
            default:
                return null;
        }
    }
}
