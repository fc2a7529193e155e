using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>The forms that templates and policies allow: one or a list.</summary>
static class PictureJson
{
    public static IEnumerable<JsonNode> Items(this JsonNode? node) => node switch
    {
        JsonArray list => list.OfType<JsonNode>(),
        null => [],
        _ => [node],
    };

    public static IEnumerable<string> Texts(this JsonNode? node) => node.Items().OfType<JsonValue>().Select(value => value.ToString());

    public static string? Text(this JsonNode? node) => node is JsonValue value ? value.ToString() : null;
}
