using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What was done, and over which network, in Security Hub's form.</summary>
/// <remarks>Source: Security Hub user guide, "Action" and "Network" of ASFF.</remarks>
static class AsffAction
{
    /// <summary>Writes <c>Action</c> for the four kinds that ASFF knows, and <c>Network</c> for a connection.</summary>
    public static void Write(Utf8JsonWriter json, Finding finding, MachineBounds bounds)
    {
        var member = finding.ActionType switch
        {
            "NETWORK_CONNECTION" => "NetworkConnectionAction",
            "AWS_API_CALL" => "AwsApiCallAction",
            "DNS_REQUEST" => "DnsRequestAction",
            "PORT_PROBE" => "PortProbeAction",
            _ => "",
        };
        if (member.Length == 0) return;
        json.WriteStartObject("Action");
        json.WriteString("ActionType", finding.ActionType);
        json.WriteStartObject(member);
        Members(json, finding, bounds);
        json.WriteEndObject();
        json.WriteEndObject();
        if (finding.ActionType == "NETWORK_CONNECTION") Network(json, finding);
    }

    static void Members(Utf8JsonWriter json, Finding finding, MachineBounds bounds)
    {
        switch (finding.ActionType)
        {
            case "NETWORK_CONNECTION":
                json.Text("ConnectionDirection", Direction(finding));
                if (finding.Remotes is [var remote, ..])
                {
                    RemoteIp(json, remote, bounds);
                    if (remote.Port > 0)
                    {
                        json.WriteStartObject("RemotePortDetails");
                        json.WriteNumber("Port", remote.Port);
                        json.WriteEndObject();
                    }
                }
                break;
            case "AWS_API_CALL":
                json.Text("Api", bounds.Short(finding.ActionText));
                if (finding.Remotes is [var caller, ..]) RemoteIp(json, caller, bounds);
                if (finding.Domain.Length > 0)
                {
                    json.WriteStartObject("DomainDetails");
                    json.WriteString("Domain", bounds.Short(finding.Domain));
                    json.WriteEndObject();
                }
                break;
            case "DNS_REQUEST":
                json.Text("Domain", bounds.Short(finding.Domain));
                break;
            default:
                json.WriteStartArray("PortProbeDetails");
                foreach (var prober in finding.Remotes.Take(Math.Min(bounds.Items, 20)))
                {
                    json.WriteStartObject();
                    RemoteIp(json, prober, bounds);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                break;
        }
        if (finding.ActionType != "AWS_API_CALL" && finding.Blocked is { } blocked) json.WriteBoolean("Blocked", blocked);
    }

    static void RemoteIp(Utf8JsonWriter json, RemoteParty remote, MachineBounds bounds)
    {
        json.WriteStartObject("RemoteIpDetails");
        if (!remote.Address.Contains(':', StringComparison.Ordinal)) json.Text("IpAddressV4", bounds.Short(remote.Address));
        if (remote.Country.Length > 0 || remote.CountryCode.Length > 0)
        {
            json.WriteStartObject("Country");
            json.Text("CountryName", bounds.Short(remote.Country));
            json.Text("CountryCode", bounds.Short(remote.CountryCode));
            json.WriteEndObject();
        }
        if (remote.City.Length > 0)
        {
            json.WriteStartObject("City");
            json.WriteString("CityName", bounds.Short(remote.City));
            json.WriteEndObject();
        }
        if (remote.Asn > 0 || remote.AsnOrganisation.Length > 0 || remote.Isp.Length > 0)
        {
            json.WriteStartObject("Organization");
            if (remote.Asn > 0) json.WriteNumber("Asn", remote.Asn);
            json.Text("AsnOrg", bounds.Short(remote.AsnOrganisation));
            json.Text("Isp", bounds.Short(remote.Isp));
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static void Network(Utf8JsonWriter json, Finding finding)
    {
        if (finding.Remotes is not [{ Address.Length: > 0 } remote, ..] || Direction(finding) is not { Length: > 0 } direction) return;
        var isOut = direction == "OUTBOUND";
        var side = isOut ? "Destination" : "Source";
        json.WriteStartObject("Network");
        json.WriteString("Direction", isOut ? "OUT" : "IN");
        json.WriteString(remote.Address.Contains(':', StringComparison.Ordinal) ? $"{side}IpV6" : $"{side}IpV4", CleanText.Cut(remote.Address, 64));
        if (remote.Port is > 0 and <= 65_535) json.WriteNumber($"{side}Port", remote.Port);
        json.WriteEndObject();
    }

    /// <summary>The text of the action says it; where it does not, an actor's connection goes out and a target's comes in.</summary>
    static string Direction(Finding finding) =>
        finding.ActionText.Contains("outbound", StringComparison.OrdinalIgnoreCase) ? "OUTBOUND"
        : finding.ActionText.Contains("inbound", StringComparison.OrdinalIgnoreCase) ? "INBOUND"
        : finding.Role switch { ResourceRole.Actor => "OUTBOUND", ResourceRole.Target => "INBOUND", _ => "" };
}
