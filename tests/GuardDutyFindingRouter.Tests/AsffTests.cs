namespace Sluice.GuardDutyFindingRouter.Tests;

public sealed class AsffTests
{
    /// <summary>Rows of the GuardDuty user guide's table, at least one for each rule and each exception.</summary>
    [Theory]
    [InlineData("AttackSequence:IAM/CompromisedCredentials", "TTPs/AttackSequence:IAM/CompromisedCredentials")]
    [InlineData("Backdoor:EC2/C&CActivity.B!DNS", "TTPs/Command and Control/Backdoor:EC2-C&CActivity.B!DNS")]
    [InlineData("Backdoor:EC2/Spambot", "TTPs/Command and Control/Backdoor:EC2-Spambot")]
    [InlineData("Backdoor:Lambda/C&CActivity.B", "TTPs/Command and Control/Backdoor:Lambda-C&CActivity.B")]
    [InlineData("Behavior:EC2/NetworkPortUnusual", "Unusual Behaviors/VM/Behavior:EC2-NetworkPortUnusual")]
    [InlineData("CredentialAccess:IAMUser/AnomalousBehavior", "TTPs/Credential Access/IAMUser-AnomalousBehavior")]
    [InlineData("CredentialAccess:Kubernetes/AnomalousBehavior.SecretsAccessed", "TTPs/AnomalousBehavior/CredentialAccess:Kubernetes-SecretsAccessed")]
    [InlineData("CredentialAccess:Kubernetes/MaliciousIPCaller.Custom", "TTPs/CredentialAccess/CredentialAccess:Kubernetes-MaliciousIPCaller.Custom")]
    [InlineData("CredentialAccess:RDS/AnomalousBehavior.SuccessfulBruteForce", "TTPs/Credential Access/CredentialAccess:RDS-AnomalousBehavior.SuccessfulBruteForce")]
    [InlineData("CryptoCurrency:EC2/BitcoinTool.B!DNS", "TTPs/Command and Control/CryptoCurrency:EC2-BitcoinTool.B!DNS")]
    [InlineData("DefenseEvasion:EC2/UnusualDoHActivity", "TTPs/DefenseEvasion/EC2:Unusual-DoH-Activity")]
    [InlineData("DefenseEvasion:IAMUser/BedrockLoggingDisabled", "TTPs/Defense Evasion/DefenseEvasion:IAMUser-BedrockLoggingDisabled")]
    [InlineData("DefenseEvasion:Kubernetes/TorIPCaller", "TTPs/DefenseEvasion/DefenseEvasion:Kubernetes-TorIPCaller")]
    [InlineData("DefenseEvasion:Runtime/FilelessExecution", "TTPs/Defense Evasion/DefenseEvasion:Runtime-FilelessExecution")]
    [InlineData("DefenseEvasion:Runtime/PtraceAntiDebugging", "TTPs/DefenseEvasion/DefenseEvasion:Runtime-PtraceAntiDebugging")]
    [InlineData("DefenseEvasion:Runtime/SuspiciousCommand", "TTPs/DefenseEvasion/DefenseEvasion:Runtime-SuspiciousCommand")]
    [InlineData("Discovery:RDS/TorIPCaller", "TTPs/Discovery/RDS-TorIPCaller")]
    [InlineData("Discovery:Runtime/SuspiciousCommand", "TTPs/Discovery/Discovery:Runtime-SuspiciousCommand")]
    [InlineData("Discovery:S3/MaliciousIPCaller", "TTPs/Discovery:S3-MaliciousIPCaller")]
    [InlineData("Execution:Kubernetes/AnomalousBehavior.ExecInPod", "TTPs/AnomalousBehavior/Execution:Kubernetes-ExecInPod")]
    [InlineData("Execution:Kubernetes/MaliciousFile", "TTPs/Execution/Execution:Kubernetes-MaliciousFile")]
    [InlineData("Execution:EC2/MaliciousFile!AMI", "TTPs/Execution/Execution:EC2-MaliciousFile!AMI")]
    [InlineData("Execution:S3/MaliciousFile!RecoveryPoint", "TTPs/Execution/Execution:S3-MaliciousFile!RecoveryPoint")]
    [InlineData("Exfiltration:S3/AnomalousBehavior", "TTPs/Exfiltration:S3-AnomalousBehavior")]
    [InlineData("Impact:EC2/MaliciousDomainRequest.Reputation", "TTPs/Impact:EC2-MaliciousDomainRequest.Reputation")]
    [InlineData("Impact:EC2/MaliciousDomainRequest.Custom", "TTPs/Impact/Impact:EC2-MaliciousDomainRequest.Custom")]
    [InlineData("Impact:EC2/BitcoinDomainRequest.Reputation", "TTPs/Impact:EC2-BitcoinDomainRequest.Reputation")]
    [InlineData("Impact:EC2/PortSweep", "TTPs/Impact/Impact:EC2-PortSweep")]
    [InlineData("Impact:EC2/WinRMBruteForce", "TTPs/Impact/Impact:EC2-WinRMBruteForce")]
    [InlineData("Impact:Runtime/AbusedDomainRequest.Reputation", "TTPs/Impact/Impact:Runtime-AbusedDomainRequest.Reputation")]
    [InlineData("Impact:S3/AnomalousBehavior.Delete", "TTPs/Impact:S3-AnomalousBehavior.Delete")]
    [InlineData("InitialAccess:IAMUser/AnomalousBehavior", "TTPs/Initial Access/IAMUser-AnomalousBehavior")]
    [InlineData("Object:S3/MaliciousFile", "TTPs/Object/Object:S3-MaliciousFile")]
    [InlineData("PenTest:IAMUser/KaliLinux", "TTPs/PenTest:IAMUser/KaliLinux")]
    [InlineData("PenTest:S3/KaliLinux", "TTPs/PenTest:S3-KaliLinux")]
    [InlineData("Persistence:IAMUser/UserPermissions", "TTPs/Persistence/Persistence:IAMUser-UserPermissions")]
    [InlineData("Persistence:Kubernetes/AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount", "TTPs/AnomalousBehavior/Persistence:Kubernetes-WorkloadDeployed!ContainerWithSensitiveMount")]
    [InlineData("Policy:IAMUser/RootCredentialUsage", "TTPs/Policy:IAMUser-RootCredentialUsage")]
    [InlineData("Policy:Kubernetes/ExposedDashboard", "Software and Configuration Checks/AWS Security Best Practices/Policy:Kubernetes-ExposedDashboard")]
    [InlineData("Policy:S3/BucketBlockPublicAccessDisabled", "Effects/Data Exposure/Policy:S3-BucketBlockPublicAccessDisabled")]
    [InlineData("Policy:S3/BucketPublicAccessGranted", "TTPs/Policy:S3-BucketPublicAccessGranted")]
    [InlineData("PrivilegeEscalation:IAMUser/AdministrativePermissions", "TTPs/Privilege Escalation/PrivilegeEscalation:IAMUser-AdministrativePermissions")]
    [InlineData("PrivilegeEscalation:Kubernetes/PrivilegedContainer", "TTPs/PrivilegeEscalation/PrivilegeEscalation:Kubernetes-PrivilegedContainer")]
    [InlineData("PrivilegeEscalation:Runtime/RuncContainerEscape", "TTPs/Privilege Escalation/PrivilegeEscalation:Runtime-RuncContainerEscape")]
    [InlineData("PrivilegeEscalation:Runtime/SuspiciousCommand", "Software and Configuration Checks/PrivilegeEscalation:Runtime-SuspiciousCommand")]
    [InlineData("Recon:EC2/PortProbeUnprotectedPort", "TTPs/Discovery/Recon:EC2-PortProbeUnprotectedPort")]
    [InlineData("ResourceConsumption:IAMUser/ComputeResources", "Unusual Behaviors/User/ResourceConsumption:IAMUser-ComputeResources")]
    [InlineData("Stealth:IAMUser/PasswordPolicyChange", "TTPs/Defense Evasion/Stealth:IAMUser-PasswordPolicyChange")]
    [InlineData("Stealth:S3/ServerAccessLoggingDisabled", "TTPs/Defense Evasion/Stealth:S3-ServerAccessLoggingDisabled")]
    [InlineData("Trojan:EC2/DriveBySourceTraffic!DNS", "TTPs/Initial Access/Trojan:EC2-DriveBySourceTraffic!DNS")]
    [InlineData("Trojan:Lambda/DropPoint", "Effects/Data Exfiltration/Trojan:Lambda-DropPoint")]
    [InlineData("Trojan:Runtime/BlackholeTraffic!DNS", "TTPs/Command and Control/Trojan:Runtime-BlackholeTraffic!DNS")]
    [InlineData("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", "TTPs/Command and Control/UnauthorizedAccess:EC2-MaliciousIPCaller.Custom")]
    [InlineData("UnauthorizedAccess:EC2/MetadataDNSRebind", "TTPs/UnauthorizedAccess:EC2-MetadataDNSRebind")]
    [InlineData("UnauthorizedAccess:EC2/SSHBruteForce", "TTPs/Initial Access/UnauthorizedAccess:EC2-SSHBruteForce")]
    [InlineData("UnauthorizedAccess:Lambda/TorClient", "Effects/Resource Consumption/UnauthorizedAccess:Lambda-TorClient")]
    [InlineData("UnauthorizedAccess:IAMUser/ConsoleLogin", "Unusual Behaviors/User/UnauthorizedAccess:IAMUser-ConsoleLogin")]
    [InlineData("UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B", "TTPs/UnauthorizedAccess:IAMUser-ConsoleLoginSuccess.B")]
    [InlineData("UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.InsideAWS", "Effects/Data Exfiltration/UnauthorizedAccess:IAMUser-ResourceCredentialExfiltration.InsideAWS")]
    [InlineData("UnauthorizedAccess:IAMUser/MaliciousIPCaller", "TTPs/UnauthorizedAccess:IAMUser-MaliciousIPCaller")]
    [InlineData("UnauthorizedAccess:IAMUser/TorIPCaller", "TTPs/Command and Control/UnauthorizedAccess:IAMUser-TorIPCaller")]
    [InlineData("UnauthorizedAccess:S3/TorIPCaller", "TTPs/UnauthorizedAccess:S3-TorIPCaller")]
    public void A_type_has_the_name_that_Security_Hub_gives_it(string type, string asff) => Assert.Equal(asff, AsffTypes.Of(type));

    [Theory]
    [InlineData(1, "LOW", 10)]
    [InlineData(3.9, "LOW", 39)]
    [InlineData(4, "MEDIUM", 40)]
    [InlineData(6.9, "MEDIUM", 69)]
    [InlineData(7, "HIGH", 70)]
    [InlineData(8.9, "HIGH", 89)]
    [InlineData(9, "CRITICAL", 90)]
    [InlineData(10, "CRITICAL", 100)]
    [InlineData(0, "INFORMATIONAL", 0)]
    public void Severity_is_in_the_band_of_its_label(double severity, string label, int normalised)
    {
        var destination = new Destination("hub", DestinationKind.EventBridge) { Form = PayloadForm.Asff };
        var json = StrictFormats.Json(MessageFormats.Render(Some.New(Some.BruteForce with { Severity = severity }), destination, "", Some.Now).Body).GetProperty("Severity");
        Assert.Equal(label, json.GetProperty("Label").GetString());
        Assert.Equal(normalised, json.GetProperty("Normalized").GetInt32());
    }

    [Fact]
    public void A_finding_has_all_members_that_Security_Hub_requires()
    {
        foreach (var notice in Some.Notices.Values)
        {
            var destination = new Destination("hub", DestinationKind.Sqs) { Form = PayloadForm.Asff };
            var json = StrictFormats.Json(MessageFormats.Render(notice, destination, "", Some.Now).Body);
            string[] required = ["SchemaVersion", "Id", "ProductArn", "GeneratorId", "AwsAccountId", "CreatedAt", "UpdatedAt", "Title", "Description"];
            Assert.All(required, name => Assert.False(string.IsNullOrEmpty(json.GetProperty(name).GetString()), name));
            Assert.Equal("2018-10-08", json.GetProperty("SchemaVersion").GetString());
            Assert.All(json.GetProperty("Resources").EnumerateArray(), resource => Assert.False(string.IsNullOrEmpty(resource.GetProperty("Id").GetString())));
            Assert.NotEqual(0, json.GetProperty("Resources").GetArrayLength());
        }
    }
}
