using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What WafLogCopier says of itself in its log, of all invocations.</summary>
sealed record CopyCounts(long In, long Copied, long AlreadyThere, long Unparsed, long Ignored, long Failed)
{
    public static CopyCounts Of(IEnumerable<string> logLines)
    {
        var lines = logLines.Where(line => line.StartsWith('{')).Select(Parsed).OfType<JsonObject>().Where(line => line["RecordsIn"] is not null).ToList();
        return new(Sum("RecordsIn"), Sum("Copied"), Sum("AlreadyThere"), Sum("Unparsed"), Sum("EventsIgnored"), Sum("Failed"));

        long Sum(string name) => lines.Sum(line => line[name]?.GetValue<long>() ?? 0);
    }

    static JsonObject? Parsed(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;        // a line of another form is none of the function's own
        }
    }
}
