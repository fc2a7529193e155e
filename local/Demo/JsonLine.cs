using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>A line that may be a JSON object.</summary>
static class JsonLine
{
    /// <summary>Null where it is none: a line of another form, or one that was cut.</summary>
    public static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
