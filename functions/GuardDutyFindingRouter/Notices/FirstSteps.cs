namespace Sluice.GuardDutyFindingRouter;

/// <summary>What a person on call does first. No step destroys evidence, and none is needed twice.</summary>
/// <remarks>Source: GuardDuty user guide, "Remediating security issues discovered by GuardDuty".</remarks>
static class FirstSteps
{
    /// <summary>One to three steps; never none.</summary>
    public static IReadOnlyList<string> Of(string type, ResourceRole role)
    {
        var parts = FindingType.Parse(type);
        foreach (var entry in Table)
        {
            if (entry.Holds(parts, role)) return entry.Steps;
        }
        return AnyType;
    }

    static readonly string[] AnyType =
    [
        "Ask the owner of the resource whether this was expected.",
        "If not, cut the resource off without deleting it, keep its logs, and replace the credentials it could read.",
    ];

    static readonly string[] Isolate =
    [
        "Take a snapshot of its volumes, then put it into a security group without any rule.",
        "Replace the credentials of its role, and look in CloudTrail for what the role did.",
    ];

    static readonly string[] StopKey =
    [
        "Ask the user whether this was them. If not, deactivate the access key, or revoke the role's active sessions.",
        "Look in CloudTrail for what these credentials did since the first time seen: new users, keys, roles, policies.",
    ];

    static readonly string[] LockBucket =
    [
        "Look in CloudTrail data events for which objects were read, changed or deleted, and by whom.",
        "Deactivate the credentials that were used, and narrow the bucket policy to those who need it.",
    ];

    static readonly string[] CloseBucket =
    [
        "Ask the owner whether the bucket is meant to be public. If not, turn Block Public Access on for it.",
        "Look in the access log for who has read it since.",
    ];

    static readonly string[] StopWorkload =
    [
        "Find the task or pod and its image. Isolate it (a deny-all network policy or security group), and keep it for analysis.",
        "Replace the credentials that it could reach: its role, its secrets, its host's role.",
    ];

    static readonly string[] CloseLogin =
    [
        "Allow the database's port only to the networks that need it.",
        "Change the password of the user that was tried, and look for what it did if a login succeeded.",
    ];

    static readonly string[] NarrowCluster =
    [
        "Look in the audit log for what this caller did, and remove the role bindings that let it.",
        "Limit the API endpoint to known networks, or make it private.",
    ];

    /// <summary>The first entry that holds is taken.</summary>
    static readonly Entry[] Table =
    [
        new("ObjectScan", "S3", "ThreatsFound", ["Do not open the object. Deny reads of it (the tag GuardDutyMalwareScanStatus in a bucket policy does).", "Find who uploaded it, and who has read it since."]),
        new("ObjectScan", "S3", "NoThreatsFound", ["Nothing to do: the scan found no threat."]),
        new("ObjectScan", "S3", "AccessDenied", ["Let GuardDuty's malware protection role read the object and use its KMS key, then scan it again."]),
        new("ObjectScan", "S3", "", ["Treat the object as not scanned: keep it away from readers until it was scanned elsewhere."]),
        new("Object", "S3", "", ["Do not open the object. Deny reads of it (the tag GuardDutyMalwareScanStatus in a bucket policy does).", "Find who uploaded it, and who has read it since."]),

        new("AttackSequence", "IAM", "", ["Treat it as a breach: follow the steps in the console in their order of time.", .. StopKey]),
        new("AttackSequence", "S3", "", ["Treat it as a breach: follow the steps in the console in their order of time.", .. LockBucket]),
        new("AttackSequence", "", "", ["Treat it as a breach: follow the steps in the console in their order of time.", .. StopWorkload]),

        new("", "", "SSHBruteForce", ["Allow port 22 only to your bastion, or use Session Manager and close it.", "Look in the login log for a success from that address."], ResourceRole.Target),
        new("", "", "RDPBruteForce", ["Allow port 3389 only to your bastion, or use Fleet Manager and close it.", "Look in the security log for a success from that address."], ResourceRole.Target),
        new("", "", "WinRMBruteForce", ["Allow ports 5985 and 5986 only to the hosts that manage it.", "Look in the security log for a success from that address."], ResourceRole.Target),
        new("Recon", "EC2", "", ["Close the probed port to the internet in its security group, or put a load balancer before it.", "If the port must be open, patch what listens there."], ResourceRole.Target),
        new("Recon", "EC2", "", ["Ask whether this is your scanner. If not, take it as compromised.", .. Isolate]),
        new("", "EC2", "MetadataDNSRebind", ["Require IMDSv2 on the instance.", "Patch the application that fetches URLs, and replace the role's credentials."]),
        new("", "", "DNSDataExfiltration", ["Block the domain in the Route 53 DNS Firewall.", .. Isolate]),
        new("CryptoCurrency", "EC2", "", ["Ask whether mining is meant. If not, find how the miner came in: an open port, a leaked key.", .. Isolate]),
        new("Execution", "EC2", "", ["Do not start programs on it. Compare the named file with your image.", .. Isolate]),
        new("Behavior", "EC2", "", ["Ask the owner whether a release or a job explains the traffic.", "If not, look at its flow logs, then isolate it."]),
        new("", "EC2", "", ["Take the instance as compromised unless its owner can explain this.", .. Isolate], ResourceRole.Actor),
        new("Backdoor", "EC2", "", ["Take the instance as compromised unless its owner can explain this.", .. Isolate]),
        new("Trojan", "EC2", "", ["Take the instance as compromised unless its owner can explain this.", .. Isolate]),
        new("", "EC2", "", ["Block the address in the network ACL, and close ports that need not be open.", "Look in the instance's logs for whether it got in; if so, isolate it."], ResourceRole.Target),

        new("", "IAMUser", "InstanceCredentialExfiltration", ["Revoke the role's active sessions now, and find how the credentials left the instance (IMDSv1, a leaked file).", "Look in CloudTrail for what they were used for."]),
        new("", "IAMUser", "ResourceCredentialExfiltration", ["Revoke the role's active sessions now, and find how the credentials left the resource.", "Look in CloudTrail for what they were used for."]),
        new("", "IAMUser", "RootCredentialUsage", ["Ask who holds the root user. If it was nobody, change its password, delete its access keys, check its MFA.", "Look in CloudTrail for what root did."]),
        new("", "IAMUser", "ShortTermRootCredentialUsage", ["Ask who took a root session in this account, and what for.", "Look in CloudTrail for what it did."]),
        new("", "IAMUser", "CloudTrailLoggingDisabled", ["Turn the trail on again.", .. StopKey]),
        new("", "IAMUser", "BedrockLoggingDisabled", ["Turn model invocation logging on again.", .. StopKey]),
        new("", "IAMUser", "PasswordPolicyChange", ["Put the password policy back.", .. StopKey]),
        new("", "IAMUser", "", StopKey),
        new("PenTest", "S3", "", ["Ask whether a test is going on. If not, deactivate the credentials that were used.", .. LockBucket[..1]]),
        new("", "S3", "ServerAccessLoggingDisabled", ["Turn access logging on again.", "Ask who turned it off, and look for what they did next."]),
        new("Policy", "S3", "", CloseBucket),
        new("", "S3", "", LockBucket),

        new("Policy", "Kubernetes", "", ["Undo the change: remove the binding or the public service.", "Look in the audit log for who made it, and who used it since."]),
        new("", "Kubernetes", "ExecInKubeSystemPod", ["Ask the user whether this was them. If not, remove their access to the cluster.", .. StopWorkload[..1]]),
        new("Execution", "Kubernetes", "", StopWorkload),
        new("PrivilegeEscalation", "Kubernetes", "", ["Ask who deployed it. If nobody did, delete the binding or isolate the pod.", .. NarrowCluster[..1]]),
        new("", "Kubernetes", "", NarrowCluster),

        new("", "RDS", "", CloseLogin),
        new("", "Lambda", "", ["Set the function's reserved concurrency to 0, and keep its code for analysis.", "Compare the code and its dependencies with your repository; replace the credentials of its role."]),

        new("PrivilegeEscalation", "Runtime", "", ["Take the host as compromised too: a container may have left its box.", .. StopWorkload]),
        new("CryptoCurrency", "Runtime", "", StopWorkload),
        new("", "Runtime", "CryptoMinerExecuted", StopWorkload),
        new("", "Runtime", "", ["Ask the owner whether this process is theirs; the console shows its command line and parents.", .. StopWorkload]),
        new("", "ECS", "", StopWorkload),
        new("", "Container", "", StopWorkload),
        new("Execution", "", "", StopWorkload),
    ];

    /// <summary>Empty or Unknown: any.</summary>
    sealed record Entry(string Purpose, string Resource, string Family, string[] Steps, ResourceRole Role = ResourceRole.Unknown)
    {
        public bool Holds(FindingType type, ResourceRole role) =>
            (Purpose.Length == 0 || Purpose == type.Purpose) && (Resource.Length == 0 || Resource == type.Resource)
            && (Family.Length == 0 || Family == type.Family) && (Role == ResourceRole.Unknown || Role == role);
    }
}
