using System.Globalization;
using System.Text.Json;
using Sluice.GuardDutyFindingRouter;

namespace Sluice.Local;

/// <summary>The findings of an event. The one place that reads them.</summary>
static class FindingFile
{
    /// <summary>Reads an event of EventBridge, a finding by itself, or a list of either.</summary>
    /// <exception cref="UserError">There is no finding in it.</exception>
    public static IReadOnlyList<Finding> Read(ReadOnlyMemory<byte> @event, string name)
    {
        using var document = JsonDocument.Parse(@event);
        var findings = (document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray()] : (List<JsonElement>)[document.RootElement])
            .Select(one => one.ValueKind == JsonValueKind.Object && one.TryGetProperty("detail", out var detail) ? detail : one)
            .Where(one => one.ValueKind == JsonValueKind.Object && Text(one, "id").Length > 0 && Text(one, "type").Length > 0).Select(Finding).ToList();
        return findings.Count > 0 ? findings : throw new UserError($"there is no finding of GuardDuty in {name}.");
    }

    static Finding Finding(JsonElement json)
    {
        var (service, resource) = (At(json, "service"), At(json, "resource"));
        return new()
        {
            Id = Text(json, "id"),
            Type = Text(json, "type"),
            Severity = At(json, "severity") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : 0,
            AccountId = Text(json, "accountId"),
            Region = Text(json, "region"),
            Title = Text(json, "title"),
            Role = Text(service, "resourceRole") switch { "TARGET" => ResourceRole.Target, "ACTOR" => ResourceRole.Actor, _ => ResourceRole.Unknown },
            Subject = Subject(resource),
            ActionType = Text(At(service, "action"), "actionType"),
            Archived = At(service, "archived").ValueKind == JsonValueKind.True,
            Sample = At(At(service, "additionalInfo"), "sample").ValueKind == JsonValueKind.True,
            Remotes = [.. Remotes(At(service, "action"))],
            Raw = JsonSerializer.SerializeToUtf8Bytes(json),
        };
    }

    static FindingSubject Subject(JsonElement resource) => new(Text(resource, "resourceType"),
        Text(At(resource, "instanceDetails"), "instanceId") is { Length: > 0 } instance ? instance : Text(At(resource, "accessKeyDetails"), "userName"), "", "",
        [.. Items(At(At(resource, "instanceDetails"), "tags")).Select(tag => KeyValuePair.Create(Text(tag, "key"), Text(tag, "value")))]);

    static IEnumerable<RemoteParty> Remotes(JsonElement action) =>
        from one in Members(action)
        from details in At(one, "portProbeDetails") is { ValueKind: JsonValueKind.Array } probes ? Items(probes) : [one]
        let remote = At(details, "remoteIpDetails")
        where remote.ValueKind == JsonValueKind.Object
        select new RemoteParty(Text(remote, "ipAddressV4"), 0, Text(At(remote, "country"), "countryName"), Text(At(remote, "country"), "countryCode"), "",
            long.TryParse(At(At(remote, "organization"), "asn").ToString(), CultureInfo.InvariantCulture, out var asn) && asn > 0 ? asn : 0, "", "");

    static IEnumerable<JsonElement> Members(JsonElement json) => json.ValueKind == JsonValueKind.Object ? json.EnumerateObject().Select(member => member.Value) : [];

    static List<JsonElement> Items(JsonElement json) => json.ValueKind == JsonValueKind.Array ? [.. json.EnumerateArray()] : [];

    static JsonElement At(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var found) ? found : default;

    static string Text(JsonElement json, string name) => At(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
}
