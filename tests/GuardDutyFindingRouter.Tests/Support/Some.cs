using System.Text;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Findings and notices as they are met, one for each kind.</summary>
static class Some
{
    public static readonly DateTimeOffset Now = new(2025, 10, 1, 18, 10, 0, TimeSpan.Zero);

    static readonly RemoteParty Scanner = new("198.51.100.7", 22, "Netherlands", "NL", "Amsterdam", 64_500, "EXAMPLE-NET", "Example Telecom");
    static readonly RemoteParty Tor = new("203.0.113.9", 0, "Germany", "", "Frankfurt am Main", 64_501, "EXAMPLE-RELAYS", "Example Relays");

    public static readonly AccountInfo Shop = new("shop-prod", "Workloads/Production", new Dictionary<string, string> { ["team"] = "shop" });

    public static FindingSubject Instance => new(
        "Instance", "i-00bb62b69b7004a4c", "arn:aws:ec2:eu-west-1:111122223333:instance/i-00bb62b69b7004a4c", "m3.xlarge in eu-west-1a, vpc-0a1b2c3d, 10.0.0.23",
        [new("env", "prod"), new("Name", "shop-web-3"), new("team", "shop"), new("aws:autoscaling:groupName", "shop-web")]);

    public static Finding Finding(string type, double severity, FindingSubject subject, ResourceRole role = ResourceRole.Target) => new()
    {
        Id = "49514155ed6b4536b05649a87fc3c05a",
        Type = type,
        Severity = severity,
        AccountId = "111122223333",
        Region = "eu-west-1",
        Arn = "arn:aws:guardduty:eu-west-1:111122223333:detector/12cc51e1c99e833adf5924c71ac591b2/finding/49514155ed6b4536b05649a87fc3c05a",
        DetectorId = "12cc51e1c99e833adf5924c71ac591b2",
        Title = $"{type} on {subject.Id}.",
        Description = "Sentences of GuardDuty about what it saw, and why this matters.",
        Role = role,
        Subject = subject,
        Count = 2,
        FirstSeen = new(2025, 8, 22, 1, 40, 9, TimeSpan.Zero),
        LastSeen = new(2025, 10, 1, 18, 5, 37, TimeSpan.Zero),
        CreatedAt = new(2025, 8, 22, 1, 40, 9, 989, TimeSpan.Zero),
        UpdatedAt = new(2025, 10, 1, 18, 5, 37, 470, TimeSpan.Zero),
        Raw = Encoding.UTF8.GetBytes($$"""{"schemaVersion":"2.0","id":"49514155ed6b4536b05649a87fc3c05a","type":"{{type}}","severity":{{severity:0.0}}}"""),
    };

    public static Finding BruteForce => Finding("UnauthorizedAccess:EC2/SSHBruteForce", 8, Instance, ResourceRole.Actor) with
    {
        Title = "i-00bb62b69b7004a4c is performing SSH brute force attacks against 198.51.100.7.",
        Description = "EC2 instance i-00bb62b69b7004a4c is performing SSH brute force attacks against 198.51.100.7. Brute force attacks are used to gain unauthorized access to your instance by guessing the SSH password.",
        ActionType = "NETWORK_CONNECTION",
        ActionText = "TCP 22 (SSH) outbound",
        Blocked = false,
        Remotes = [Scanner],
    };

    public static Notice New(Finding finding) => new(NoticeKind.New, finding, Shop, []);

    /// <summary>By name: what a golden folder is called.</summary>
    public static IReadOnlyDictionary<string, Notice> Notices { get; } = new Dictionary<string, Notice>
    {
        ["ec2-actor"] = New(BruteForce),
        ["ec2-port-probe"] = new(NoticeKind.New, Finding("Recon:EC2/PortProbeUnprotectedPort", 2, Instance) with
        {
            ActionType = "PORT_PROBE", ActionText = "probe of port 22 (SSH)", Blocked = false, Count = 74,
            Remotes = [Scanner with { Port = 0 }, Tor, new("2001:db8::7", 0, "", "", "", 0, "", ""), Scanner with { Address = "192.0.2.1", Port = 0 }, Tor with { Address = "192.0.2.2" }, Tor with { Address = "192.0.2.3" }],
        }, AccountInfo.Unknown, []),
        ["ec2-dns"] = New(Finding("Backdoor:EC2/C&CActivity.B!DNS", 8, Instance, ResourceRole.Actor) with
        {
            ActionType = "DNS_REQUEST", ActionText = "DNS guarddutyc2activityb.example.com", Domain = "guarddutyc2activityb.example.com", Blocked = false, Count = 1, FirstSeen = null,
        }),
        ["iam"] = New(Finding("UnauthorizedAccess:IAMUser/TorIPCaller", 5, new("AccessKey", "alice", "arn:aws:iam::111122223333:user/alice", "IAM user, access key ASIAEXAMPLE", [])) with
        {
            ActionType = "AWS_API_CALL", ActionText = "iam:PutRolePolicy (AccessDenied)", Remotes = [Tor],
        }),
        ["s3"] = New(Finding("Policy:S3/BucketPublicAccessGranted", 8, new("S3Bucket", "shop-invoices", "arn:aws:s3:::shop-invoices", "created 2019-03-01, owner alice", [new("data", "customers & <orders>")])) with
        {
            ActionType = "AWS_API_CALL", ActionText = "s3:PutBucketPolicy", Remotes = [Scanner with { Port = 0 }],
        }),
        ["eks"] = New(Finding("Execution:Kubernetes/ExecInKubeSystemPod", 5, new("EKSCluster", "shop-cluster", "arn:aws:eks:eu-west-1:111122223333:cluster/shop-cluster", "user kubernetes-admin, pod coredns-7d", [])) with
        {
            ActionType = "KUBERNETES_API_CALL", ActionText = "kubernetes create /api/v1/namespaces/kube-system/pods/coredns-7d/exec", Remotes = [Tor],
        }),
        ["runtime"] = New(Finding("PrivilegeEscalation:Runtime/RuncContainerEscape", 8, new("Container", "shop-worker", "", "image shop/worker:1.4 on i-00bb62b69b7004a4c", []), ResourceRole.Unknown) with
        {
            ActionText = "process runc (/usr/bin/runc) of root",
        }),
        ["rds"] = New(Finding("CredentialAccess:RDS/AnomalousBehavior.SuccessfulBruteForce", 8, new("RDSDBInstance", "orders-db", "arn:aws:rds:eu-west-1:111122223333:db:orders-db", "aurora-mysql 8.0, user app", [])) with
        {
            ActionType = "RDS_LOGIN_ATTEMPT", ActionText = "database login as app (312 failed, 1 successful)", Remotes = [Scanner with { Port = 0 }],
        }),
        ["ebs-malware"] = New(Finding("Execution:EC2/MaliciousFile", 8, Instance, ResourceRole.Unknown) with
        {
            FeatureName = "EbsVolumeScan", Threats = ["EICAR-Test-File", "Linux.Miner", "Unix.Trojan.Mirai-1"], ActionText = "malware scan found EICAR-Test-File, Linux.Miner, Unix.Trojan.Mirai-1 in 4 files",
        }),
        ["attack-sequence"] = New(Finding("AttackSequence:S3/CompromisedData", 9.3, new("AttackSequence", "", "", "2 users, 3 buckets", []), ResourceRole.Unknown) with
        {
            FeatureName = "Correlation", Title = "Potential data compromise of one or more S3 buckets over a sequence of multiple signals associated with a user in your account.",
        }),
        ["object-scan"] = new(NoticeKind.New, Finding("ObjectScan:S3/ThreatsFound", 8, new("S3Object", "shop-uploads/2025/report final.pdf", "arn:aws:s3:::shop-uploads/2025/report final.pdf", "version 3sL4kqtJlcpXro", []), ResourceRole.Unknown) with
        {
            Threats = ["EICAR-Test-File"], ActionText = "object scan: threats found", Count = 1, FirstSeen = null, LastSeen = Now, Arn = "", DetectorId = "", Description = "", Title = "Malware found in an object of S3",
        }, Shop, []),
        ["sample"] = New(BruteForce with { Sample = true, Subject = Instance with { Id = "i-99999999", Arn = "" } }),
        ["resolve"] = new(NoticeKind.Resolve, BruteForce with { Archived = true }, Shop, []),
        ["update-raised"] = new(NoticeKind.Update, BruteForce with { Severity = 9.1, Remotes = [Scanner with { Address = "192.0.2.44" }] }, Shop, ["severity 5 → 9.1", "new remote address 192.0.2.44"]),
        ["flood"] = new(NoticeKind.Summary, BruteForce, Shop, [], new Flood(
            "111122223333/eu-west-1/UnauthorizedAccess:EC2/SSHBruteForce/2025-10-01T18:00:00Z", "UnauthorizedAccess:EC2/SSHBruteForce", "111122223333", 37, 27, 8,
            new(2025, 10, 1, 18, 0, 0, TimeSpan.Zero), new(2025, 10, 1, 18, 15, 0, TimeSpan.Zero), [.. Enumerable.Range(1, 20).Select(i => $"i-{i:x17}")])),
        ["bare"] = new(NoticeKind.New, new Finding { Id = "1", Type = "Impact:EC2/SomeNewKind", Severity = 4, AccountId = "111122223333", Region = "eu-west-1" }, AccountInfo.Unknown, []),
    };

    /// <summary>By name: what a golden file is called, and what it is made with.</summary>
    public static IReadOnlyDictionary<string, Destination> Destinations { get; } = new Dictionary<string, Destination>
    {
        ["slack"] = new("security-chat", DestinationKind.Slack),
        ["teams"] = new("teams", DestinationKind.Teams),
        ["pagerduty"] = new("on-call", DestinationKind.PagerDuty),
        ["jira"] = new("tickets", DestinationKind.Jira) { User = "bot@example.com", Project = "SEC", Labels = ["guard duty"], Fields = [new("priority.high", "High")] },
        ["opsgenie"] = new("opsgenie", DestinationKind.Opsgenie) { Teams = ["secops"], Labels = ["aws"] },
        ["email"] = new("mail", DestinationKind.Email),
        ["webhook"] = new("hook", DestinationKind.Webhook),
        ["webhook-template"] = new("hook", DestinationKind.Webhook)
        {
            Template = """{"text":"{{headline}}","level":"{{severityLabel}}","score":{{severity}},"times":{{count}},"who":"{{who}}","where":"{{where}}","finding":{{json}}}""",
        },
        ["sns"] = new("topic", DestinationKind.Sns),
        ["sqs-raw"] = new("queue", DestinationKind.Sqs) { Form = PayloadForm.Raw },
        ["firehose"] = new("lake", DestinationKind.Firehose),
        ["firehose-ocsf"] = new("lake", DestinationKind.Firehose) { Form = PayloadForm.Ocsf },
        ["firehose-hec"] = new("splunk", DestinationKind.Firehose) { Form = PayloadForm.Hec, Fields = [new("index", "aws")] },
        ["eventbridge"] = new("bus", DestinationKind.EventBridge),
        ["eventbridge-asff"] = new("bus", DestinationKind.EventBridge) { Form = PayloadForm.Asff },
    };
}
