using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What became of one resource that the template wants.</summary>
enum ResourceState
{
    /// <summary>Moto's own CloudFormation made it.</summary>
    Made,

    /// <summary>CloudFormation skipped it; it was made through the service's own API.</summary>
    Finished,

    /// <summary>It was not made.</summary>
    LeftOver,

    /// <summary>It was made although its condition does not hold.</summary>
    NotWanted,
}

/// <param name="PhysicalId">As CloudFormation tells it; null where the service does not.</param>
/// <param name="Reason">Why it is left over; null: it is not.</param>
/// <param name="Expected">Whether that reason is known, so that nothing is wrong.</param>
/// <param name="Compared">Properties that moto was asked for afterwards.</param>
/// <param name="Restored">Of these: those that CloudFormation had lost, set since.</param>
/// <param name="Differs">Properties that are not as the template wants them, with what was found.</param>
/// <param name="Lost">Properties that moto has no word for, with the reason why the rehearsal can do without.</param>
sealed record RehearsedResource(
    string LogicalId, string Type, string? PhysicalId, ResourceState State, string? Reason, bool Expected,
    IReadOnlyList<string> Compared, IReadOnlyList<string> Restored, IReadOnlyList<string> Differs, IReadOnlyDictionary<string, string> Lost)
{
    public bool IsWrong => State == ResourceState.NotWanted || State == ResourceState.LeftOver && !Expected || Differs.Count > 0;
}

/// <summary>What rehearse.py said.</summary>
/// <param name="Notes">Edits of the template and what was made outside of it, each with its reason.</param>
sealed record StackReport(IReadOnlyList<RehearsedResource> Resources, IReadOnlyList<string> Notes, IReadOnlyDictionary<string, string> Outputs)
{
    public IEnumerable<string> Problems => Resources.Where(one => one.IsWrong).SelectMany(one => one.State switch
    {
        ResourceState.LeftOver => [$"{one.LogicalId} ({one.Type}) is left over: {one.Reason}"],
        ResourceState.NotWanted => [$"{one.LogicalId} ({one.Type}) was made, and {one.Reason}"],
        _ => one.Differs.Select(difference => $"{one.LogicalId} ({one.Type}) is not as the template wants it: {difference}"),
    });

    /// <summary>The logical id of what CloudFormation made under a name.</summary>
    public string? LogicalIdOf(string physicalId) => Resources.FirstOrDefault(one => one.PhysicalId == physicalId)?.LogicalId;

    public static StackReport Read(IEnumerable<string> lines)
    {
        var (resources, notes, outputs) = (new List<RehearsedResource>(), new List<string>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var line in lines.Select(line => JsonNode.Parse(line)!))
        {
            if (line["note"] is { } note) notes.Add(note.ToString());
            else if (line["output"] is { } output) outputs[output.ToString()] = line["value"]!.ToString();
            else resources.Add(Resource(line));
        }
        return new(resources, notes, outputs);
    }

    public JsonObject ToJson() => new()
    {
        ["resources"] = new JsonArray([.. Resources.Select(one => (JsonNode)new JsonObject
        {
            ["logicalId"] = one.LogicalId,
            ["type"] = one.Type,
            ["state"] = one.State.ToString(),
            ["reason"] = one.Reason,
            ["expected"] = one.State == ResourceState.LeftOver ? one.Expected : null,
            ["compared"] = Texts(one.Compared),
            ["restored"] = Texts(one.Restored),
            ["differs"] = Texts(one.Differs),
            ["lost"] = new JsonObject(one.Lost.Select(lost => KeyValuePair.Create(lost.Key, (JsonNode?)lost.Value))),
        })]),
        ["notes"] = Texts(Notes),
    };

    static RehearsedResource Resource(JsonNode line) => new(
        line["resource"]!.ToString(), line["type"]!.ToString(), line["physical"]?.ToString(),
        line["state"]!.ToString() switch
        {
            "made" => ResourceState.Made,
            "finished" => ResourceState.Finished,
            "left over" => ResourceState.LeftOver,
            _ => ResourceState.NotWanted,
        },
        line["reason"]?.ToString(), line["expected"]?.GetValue<bool>() ?? false,
        Listed(line["compared"]), Listed(line["restored"]), Listed(line["differs"]),
        (line["lost"]?.AsObject() ?? []).ToDictionary(one => one.Key, one => one.Value!.ToString(), StringComparer.Ordinal));

    static IReadOnlyList<string> Listed(JsonNode? list) => [.. (list?.AsArray() ?? []).Select(one => one!.ToString())];

    static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
