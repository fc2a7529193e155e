using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What a function says of its invocations: the lines of its log with <c>RecordsIn</c>, one an invocation.</summary>
sealed class FunctionLog(IEnumerable<string> lines)
{
    readonly List<JsonObject> _accounts = [.. lines.Where(line => line.StartsWith('{')).Select(JsonLine.Parse).OfType<JsonObject>().Where(line => line["RecordsIn"] is not null)];

    /// <summary>Of all invocations; 0 for what no line has.</summary>
    public long Sum(string name) => _accounts.Sum(line => line[name]?.GetValue<long>() ?? 0);
}
