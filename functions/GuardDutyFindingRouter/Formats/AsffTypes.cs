using System.Collections.Frozen;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>The name that Security Hub gives a type of GuardDuty.</summary>
/// <remarks>Source: GuardDuty user guide, "Integrating with AWS Security Hub CSPM", table "GuardDuty finding type, ASFF finding type": most types follow from purpose and
/// resource, some do not. The table gives the same name to ACTOR and TARGET. Names are <c>namespace/category/classifier</c>.</remarks>
static class AsffTypes
{
    /// <summary>Such as <c>TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce</c>.</summary>
    public static string Of(string type)
    {
        if (Exceptions.TryGetValue(type, out var exception)) return exception;
        var parts = FindingType.Parse(type);
        if (parts.Purpose.Length == 0 || parts.Resource.Length == 0) return $"TTPs/{type.Replace('/', '-')}";
        var name = type[(type.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var classifier = $"{parts.Purpose}:{parts.Resource}-{name}";
        return (parts.Purpose, parts.Resource, parts.Family) switch
        {
            ("AttackSequence", _, _) => $"TTPs/{type}",
            ("PenTest", "IAMUser", _) => $"TTPs/{type}",
            (_, "IAMUser", "AnomalousBehavior") => $"TTPs/{Spaced(parts.Purpose)}/IAMUser-{name}",
            (_, "Kubernetes", "AnomalousBehavior") => $"TTPs/AnomalousBehavior/{parts.Purpose}:Kubernetes-{parts.Detail}",
            ("Policy", "Kubernetes", _) => $"Software and Configuration Checks/AWS Security Best Practices/{classifier}",
            (_, "Kubernetes", _) => $"TTPs/{parts.Purpose}/{classifier}",
            (_, _, "DropPoint") => $"Effects/Data Exfiltration/{classifier}",
            (_, _, "TorClient" or "TorRelay") => $"Effects/Resource Consumption/{classifier}",
            (_, "IAMUser", "InstanceCredentialExfiltration" or "ResourceCredentialExfiltration") => $"Effects/Data Exfiltration/{classifier}",
            (_, _, "DriveBySourceTraffic" or "SSHBruteForce" or "RDPBruteForce") => $"TTPs/Initial Access/{classifier}",
            ("Backdoor" or "CryptoCurrency" or "Trojan", _, _) => $"TTPs/Command and Control/{classifier}",
            ("UnauthorizedAccess", "EC2" or "Lambda", "MaliciousIPCaller") => $"TTPs/Command and Control/{classifier}",
            ("UnauthorizedAccess", "IAMUser", "TorIPCaller") => $"TTPs/Command and Control/{classifier}",
            ("Behavior", _, _) => $"Unusual Behaviors/VM/{classifier}",
            ("ResourceConsumption", _, _) => $"Unusual Behaviors/User/{classifier}",
            ("Recon", _, _) => $"TTPs/Discovery/{classifier}",
            ("Stealth", _, _) => $"TTPs/Defense Evasion/{classifier}",
            ("Discovery", "RDS", _) => $"TTPs/Discovery/RDS-{name}",
            (_, "S3", _) when parts.Purpose is not ("Object" or "ObjectScan" or "Execution") => $"TTPs/{classifier}",
            ("Impact", "EC2", "AbusedDomainRequest" or "BitcoinDomainRequest" or "SuspiciousDomainRequest") => $"TTPs/{classifier}",
            ("Policy" or "PenTest" or "UnauthorizedAccess", _, _) => $"TTPs/{classifier}",
            _ => $"TTPs/{Spaced(parts.Purpose)}/{classifier}",
        };
    }

    static string Spaced(string purpose) => purpose switch
    {
        "CredentialAccess" => "Credential Access",
        "DefenseEvasion" => "Defense Evasion",
        "InitialAccess" => "Initial Access",
        "PrivilegeEscalation" => "Privilege Escalation",
        _ => purpose,
    };

    static readonly FrozenDictionary<string, string> Exceptions = new Dictionary<string, string>
    {
        ["DefenseEvasion:EC2/UnusualDNSResolver"] = "TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver",
        ["DefenseEvasion:EC2/UnusualDoHActivity"] = "TTPs/DefenseEvasion/EC2:Unusual-DoH-Activity",
        ["DefenseEvasion:EC2/UnusualDoTActivity"] = "TTPs/DefenseEvasion/EC2:Unusual-DoT-Activity",
        ["DefenseEvasion:Runtime/PtraceAntiDebugging"] = "TTPs/DefenseEvasion/DefenseEvasion:Runtime-PtraceAntiDebugging",
        ["DefenseEvasion:Runtime/SuspiciousCommand"] = "TTPs/DefenseEvasion/DefenseEvasion:Runtime-SuspiciousCommand",
        ["PrivilegeEscalation:Runtime/SuspiciousCommand"] = "Software and Configuration Checks/PrivilegeEscalation:Runtime-SuspiciousCommand",
        ["Impact:EC2/MaliciousDomainRequest.Reputation"] = "TTPs/Impact:EC2-MaliciousDomainRequest.Reputation",
        ["Policy:S3/BucketBlockPublicAccessDisabled"] = "Effects/Data Exposure/Policy:S3-BucketBlockPublicAccessDisabled",
        ["UnauthorizedAccess:IAMUser/ConsoleLogin"] = "Unusual Behaviors/User/UnauthorizedAccess:IAMUser-ConsoleLogin",
    }.ToFrozenDictionary();
}
