using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Who and how, as evidences of OCSF. Each has at least one of the attributes that the schema asks for.</summary>
static class OcsfEvidence
{
    /// <summary>One for each remote address, or one for the call or the query alone; none where nothing is told.</summary>
    public static void Write(Utf8JsonWriter json, Finding finding, MachineBounds bounds)
    {
        var remotes = finding.Remotes.Where(remote => remote.Address.Length > 0).Take(bounds.Items).ToList();
        var hasCall = finding.ActionType == "AWS_API_CALL" && finding.ActionText.Length > 0;
        if (remotes.Count == 0 && !hasCall && finding.Domain.Length == 0) return;
        json.WriteStartArray("evidences");
        if (remotes.Count == 0) One(json, finding, null, bounds);
        foreach (var remote in remotes) One(json, finding, remote, bounds);
        json.WriteEndArray();
        if (remotes.Count == 0) return;
        json.WriteStartArray("observables");
        foreach (var remote in remotes)
        {
            json.WriteStartObject();
            json.WriteString("name", IsOutward(finding) ? "evidences[].dst_endpoint.ip" : "evidences[].src_endpoint.ip");
            json.WriteString("type", "IP Address");
            json.WriteNumber("type_id", 2);
            json.WriteString("value", bounds.Short(remote.Address));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static bool IsOutward(Finding finding) => finding.ActionType == "NETWORK_CONNECTION" && finding.Role == ResourceRole.Actor;

    static void One(Utf8JsonWriter json, Finding finding, RemoteParty? remote, MachineBounds bounds)
    {
        json.WriteStartObject();
        if (finding.ActionType == "AWS_API_CALL" && finding.ActionText.Length > 0)
        {
            var action = bounds.Short(finding.ActionText);
            var colon = action.IndexOf(':', StringComparison.Ordinal);
            json.WriteStartObject("api");
            json.WriteString("operation", action[(colon + 1)..]);
            if (colon > 0)
            {
                json.WriteStartObject("service");
                json.WriteString("name", action[..colon]);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        if (finding.Domain.Length > 0)
        {
            json.WriteStartObject("query");
            json.WriteString("hostname", bounds.Short(finding.Domain));
            json.WriteEndObject();
        }
        if (remote is not null) Endpoint(json, IsOutward(finding) ? "dst_endpoint" : "src_endpoint", remote, bounds);
        json.WriteEndObject();
    }

    static void Endpoint(Utf8JsonWriter json, string name, RemoteParty remote, MachineBounds bounds)
    {
        json.WriteStartObject(name);
        json.WriteString("ip", bounds.Short(remote.Address));
        if (remote.Port > 0) json.WriteNumber("port", remote.Port);
        if (remote.Country.Length > 0 || remote.City.Length > 0)
        {
            json.WriteStartObject("location");
            json.Text("country", remote.CountryCode.Length > 0 ? bounds.Short(remote.CountryCode) : bounds.Short(remote.Country));
            json.Text("city", bounds.Short(remote.City));
            json.Text("isp", bounds.Short(remote.Isp));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
