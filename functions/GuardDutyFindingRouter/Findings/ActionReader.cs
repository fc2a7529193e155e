using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Says in words what was done.</summary>
/// <remarks>Source: GuardDuty API reference, Action and its parts; Service, RuntimeDetails and EbsVolumeScanDetails.</remarks>
static class ActionReader
{
    const int MostListed = 5;

    /// <summary>Reads the finding's <c>service</c>.</summary>
    /// <returns>Type, words and domain of the action, and whether it was blocked; see <see cref="Finding"/>.</returns>
    public static (string Type, string Text, string Domain, bool? Blocked) Read(JsonPart service)
    {
        var action = service["action"u8];
        var type = action["actionType"u8].Text;
        var (text, domain, blocked) = Known(action);
        // A type that is not known yet is still better than nothing.
        if (text.Length == 0) text = type.Replace('_', ' ').ToLowerInvariant();
        var process = Process(service["runtimeDetails"u8]["process"u8]);
        text = Words.Join(" by ", text, process);
        if (text.Length == 0) text = Scan(service);
        return (type, text, domain, blocked);
    }

    static (string Text, string Domain, bool? Blocked) Known(JsonPart action)
    {
        if (action["networkConnectionAction"u8] is { IsObject: true } connection) return (Connection(connection), "", connection["blocked"u8].Flag);
        if (action["portProbeAction"u8] is { IsObject: true } probe) return (Probe(probe), "", probe["blocked"u8].Flag);
        if (action["dnsRequestAction"u8] is { IsObject: true } dns)
        {
            var domain = dns["domain"u8].Text is { Length: > 0 } asked ? asked : dns["domainWithSuffix"u8].Text;
            return (Words.Around("DNS ", domain), domain, dns["blocked"u8].Flag);
        }
        if (action["awsApiCallAction"u8] is { IsObject: true } call) return (ApiCall(call), call["domainDetails"u8]["domain"u8].Text, null);
        if (action["kubernetesApiCallAction"u8] is { IsObject: true } kubernetes) return (KubernetesCall(kubernetes), "", null);
        if (action["rdsLoginAttemptAction"u8] is { IsObject: true } login) return (Login(login), "", null);
        return ("", "", null);
    }

    /// <summary><c>TCP 22 (SSH) outbound</c>: the port of the service, which is the remote one only where the resource connects.</summary>
    static string Connection(JsonPart connection)
    {
        var direction = connection["connectionDirection"u8].Text;
        var service = direction.Equals("OUTBOUND", StringComparison.OrdinalIgnoreCase) ? connection["remotePortDetails"u8] : connection["localPortDetails"u8];
        direction = direction.Equals("UNKNOWN", StringComparison.OrdinalIgnoreCase) ? "" : direction.ToLowerInvariant();
        return Words.Join(" ", connection["protocol"u8].Text, Port(service), direction);
    }

    static string Probe(JsonPart probe)
    {
        var ports = new List<string>();
        foreach (var details in probe["portProbeDetails"u8].Items)
        {
            if (Port(new JsonPart(details)["localPortDetails"u8]) is { Length: > 0 } port && !ports.Contains(port)) ports.Add(port);
        }
        return ports.Count == 0 ? "port probe" : "probe of port " + Words.List(ports, MostListed);
    }

    static string Port(JsonPart details)
    {
        if (RemoteReader.Port(details) is not (> 0 and var port)) return "";
        var name = details["portName"u8].Text;
        return port.ToString(CultureInfo.InvariantCulture) + (name.Equals("Unknown", StringComparison.OrdinalIgnoreCase) ? "" : Words.Around(" (", name, ")"));
    }

    /// <summary><c>iam:PutRolePolicy</c>, with the error where it did not succeed, and the account where it is a stranger's.</summary>
    static string ApiCall(JsonPart call)
    {
        var service = call["serviceName"u8].Text;
        service = service.EndsWith(".amazonaws.com", StringComparison.OrdinalIgnoreCase) ? service[..^".amazonaws.com".Length] : service;
        var caller = call["remoteAccountDetails"u8];
        var stranger = caller["affiliated"u8].Flag == false ? Words.Around("by account ", caller["accountId"u8].Text, " outside your environment") : "";
        return Words.Join(" ", Words.Join(":", service, call["api"u8].Text), Words.Around("(", call["errorCode"u8].Text, ")"), stranger);
    }

    static string KubernetesCall(JsonPart call) => Words.Join(" ", "kubernetes", call["verb"u8].Text, call["requestUri"u8].Text, Words.Around("(", call["statusCode"u8].Text, ")"));

    /// <summary>The attempts are the one member that the wire has in PascalCase.</summary>
    static string Login(JsonPart login)
    {
        var (users, failed, succeeded) = (new List<string>(), 0L, 0L);
        foreach (var element in login["loginAttributes"u8].Items)
        {
            var attempt = new JsonPart(element);
            if (attempt["user"u8].Text is { Length: > 0 } user && !users.Contains(user)) users.Add(user);
            failed += Math.Clamp(attempt["failedLoginAttempts"u8].Whole, 0, int.MaxValue);
            succeeded += Math.Clamp(attempt["successfulLoginAttempts"u8].Whole, 0, int.MaxValue);
        }
        var counts = failed + succeeded == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"({failed} failed, {succeeded} successful)");
        return Words.Join(" ", "database login", Words.Around("as ", Words.List(users, MostListed)), counts);
    }

    /// <summary><c>process xmrig (/tmp/xmrig) of root</c></summary>
    static string Process(JsonPart process)
    {
        var (name, path) = (process["name"u8].Text, process["executablePath"u8].Text);
        if (name.Length == 0 && path.Length == 0) return "";
        var what = name.Length == 0 ? path : name + (path.Length > 0 && path != name ? $" ({path})" : "");
        return Words.Join(" of ", "process " + what, process["user"u8].Text);
    }

    /// <summary>What a malware scan found.</summary>
    static string Scan(JsonPart service)
    {
        var threats = ThreatReader.Read(service);
        if (threats.Count == 0) return "";
        var files = service["ebsVolumeScanDetails"u8]["scanDetections"u8]["threatsDetectedItemCount"u8]["files"u8].Whole;
        return Words.Join(" in ", "malware scan found " + Words.List(threats, MostListed), files > 0 ? Words.Count(files, "file") : "");
    }
}
