namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads who was at the other end of an action.</summary>
static class RemoteReader
{
    /// <summary>All of them, each address and port once, in the order of the finding.</summary>
    /// <param name="action">The finding's <c>service.action</c>; may be missing.</param>
    public static IReadOnlyList<RemoteParty> Read(JsonPart action)
    {
        var remotes = new List<RemoteParty>();
        if (action["networkConnectionAction"u8] is { IsObject: true } connection)
            Add(Party(connection["remoteIpDetails"u8], Port(connection["remotePortDetails"u8])), remotes);
        foreach (var probe in action["portProbeAction"u8]["portProbeDetails"u8].Items)
            Add(Party(new JsonPart(probe)["remoteIpDetails"u8], 0), remotes);
        Add(Party(action["awsApiCallAction"u8]["remoteIpDetails"u8], 0), remotes);
        if (action["kubernetesApiCallAction"u8] is { IsObject: true } kubernetes)
        {
            Add(Party(kubernetes["remoteIpDetails"u8], 0), remotes);
            foreach (var address in SourceIps(kubernetes).Items) Add(Bare(new JsonPart(address).Text), remotes);
        }
        Add(Party(action["rdsLoginAttemptAction"u8]["remoteIpDetails"u8], 0), remotes);
        return remotes.Count == 0 ? [] : remotes;
    }

    /// <summary>Of the wire it is <c>sourceIPs</c>, of some SDKs <c>SourceIps</c>.</summary>
    static JsonPart SourceIps(JsonPart kubernetes) => kubernetes["sourceIPs"u8] is { Exists: true } found ? found : kubernetes["sourceIps"u8];

    /// <summary>The port of <c>{"port":22,"portName":"SSH"}</c>; 0 where it is none.</summary>
    public static int Port(JsonPart details) => details["port"u8].Whole is > 0 and <= 65535 and var port ? (int)port : 0;

    /// <summary>Reads a <c>remoteIpDetails</c>; <c>null</c> where there is none.</summary>
    static RemoteParty? Party(JsonPart details, int port)
    {
        if (!details.IsObject) return null;
        var address = details["ipAddressV4"u8].Text is { Length: > 0 } v4 ? v4 : details["ipAddressV6"u8].Text;
        var (country, organisation) = (details["country"u8], details["organization"u8]);
        var owner = organisation["asnOrg"u8].Text is { Length: > 0 } named ? named : organisation["org"u8].Text;
        return new(
            address, port, country["countryName"u8].Text, country["countryCode"u8].Text, details["city"u8]["cityName"u8].Text,
            Asn(organisation["asn"u8]), owner, organisation["isp"u8].Text);
    }

    /// <summary>A number, or its text; -1, 0 and text that is no number are 0.</summary>
    public static long Asn(JsonPart asn) => asn.Whole is > 0 and <= uint.MaxValue and var number ? number : 0;

    /// <summary>Somebody of whom the address alone is known.</summary>
    public static RemoteParty Bare(string address) => new(address, 0, "", "", "", 0, "", "");

    /// <summary>Adds one of whom something is known, and who is not there yet.</summary>
    public static void Add(RemoteParty? one, List<RemoteParty> remotes)
    {
        // A port alone is nobody.
        if (one is null || one with { Port = 0 } == Bare("")) return;
        foreach (var other in remotes)
        {
            // The source addresses of Kubernetes name again whom the details describe.
            if (other.Address == one.Address && other.Port == one.Port && (one.Address.Length > 0 || other == one)) return;
        }
        remotes.Add(one);
    }
}
