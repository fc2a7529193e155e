using System.Text;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Kinds that no sample event shows.</summary>
public class FindingKindTests
{
    const string Place = "\"accountId\":\"444455556666\",\"region\":\"eu-west-1\",\"partition\":\"aws\"";

    static Finding Of(string resource, string service = "{}") =>
        FindingReader.Reread(Encoding.UTF8.GetBytes($$"""{"id":"a","type":"b","severity":5,{{Place}},"resource":{{resource}},"service":{{service}}}"""), FindingOrigin.Event, out _)!;

    static string Subject(string resource, string service = "{}")
    {
        var subject = Of(resource, service).Subject;
        return $"{subject.ResourceType} | {subject.Id} | {subject.Arn} | {subject.Detail}";
    }

    [Theory]
    [InlineData("""{"resourceType":"Lambda","lambdaDetails":{"functionArn":"arn:aws:lambda:eu-west-1:444455556666:function:pay","functionName":"pay","functionVersion":"3","role":"arn:aws:iam::444455556666:role/pay-role","vpcConfig":{"vpcId":"vpc-1"},"tags":[]}}""",
        "Lambda | pay | arn:aws:lambda:eu-west-1:444455556666:function:pay | version 3, role pay-role, vpc-1")]
    [InlineData("""{"resourceType":"ECSCluster","ecsClusterDetails":{"name":"shop","arn":"arn:aws:ecs:eu-west-1:444455556666:cluster/shop","taskDetails":{"arn":"arn:aws:ecs:eu-west-1:444455556666:task/shop/0f1e","launchType":"FARGATE","containers":[{"name":"api","image":"api:1"}]}}}""",
        "ECSCluster | shop | arn:aws:ecs:eu-west-1:444455556666:cluster/shop | task 0f1e, FARGATE, container api, api:1")]
    [InlineData("""{"resourceType":"Container","ecsClusterDetails":{"name":"shop","arn":"arn:aws:ecs:eu-west-1:444455556666:cluster/shop","taskDetails":{"arn":"arn:aws:ecs:eu-west-1:444455556666:task/shop/0f1e"}},"containerDetails":{"name":"api","image":"api:1"}}""",
        "Container | api | arn:aws:ecs:eu-west-1:444455556666:task/shop/0f1e | api:1, cluster shop, task 0f1e")]
    [InlineData("""{"resourceType":"RDSLimitlessDB","rdsLimitlessDbDetails":{"dbShardGroupIdentifier":"group","dbShardGroupArn":"arn:aws:rds:eu-west-1:444455556666:shard-group:group","engine":"aurora-postgresql","dbClusterIdentifier":"c"},"rdsDbUserDetails":{"user":"app"}}""",
        "RDSLimitlessDB | group | arn:aws:rds:eu-west-1:444455556666:shard-group:group | aurora-postgresql, cluster c, user app")]
    [InlineData("""{"resourceType":"S3Object","s3BucketDetails":[{"name":"up","arn":"arn:aws:s3:::up","publicAccess":{"effectivePermission":"PUBLIC"},"s3ObjectDetails":[{"objectArn":"arn:aws:s3:::up/a/b.exe","key":"a/b.exe","eTag":"e","hash":"h","versionId":"1"}]}]}""",
        "S3Object | up/a/b.exe | arn:aws:s3:::up/a/b.exe | public")]
    [InlineData("""{"resourceType":"AccessKey","accessKeyDetails":{"accessKeyId":"ASIA1","principalId":"444455556666","userType":"Root","userName":"Root"}}""",
        "AccessKey | Root | arn:aws:iam::444455556666:root | Root, key ASIA1, principal 444455556666")]
    [InlineData("""{"resourceType":"EBSSnapshot","ebsSnapshotDetails":{"snapshotArn":"arn:aws:ec2:eu-west-1::snapshot/snap-1"}}""", "EBSSnapshot | snap-1 | arn:aws:ec2:eu-west-1::snapshot/snap-1 | ")]
    [InlineData("""{"resourceType":"S3RecoveryPoint","recoveryPointDetails":{"recoveryPointArn":"arn:aws:backup:eu-west-1:444455556666:recovery-point:rp-1","backupVaultName":"main"}}""",
        "S3RecoveryPoint | rp-1 | arn:aws:backup:eu-west-1:444455556666:recovery-point:rp-1 | vault main")]
    [InlineData("""{"resourceType":"Instance","instanceDetails":null,"accessKeyDetails":{"userName":"anna","userType":"IAMUser"}}""", "Instance | anna |  | IAMUser")]
    [InlineData("""{"instanceDetails":{"instanceId":"i-1"}}""", "Instance | i-1 | arn:aws:ec2:eu-west-1:444455556666:instance/i-1 | ")]
    [InlineData("""{"resourceType":"RedshiftCluster","redshiftClusterDetails":{"clusterIdentifier":"dw","clusterArn":"arn:aws:redshift:eu-west-1:444455556666:cluster:dw"},"accessKeyDetails":{"userName":"anna"}}""",
        "RedshiftCluster | dw | arn:aws:redshift:eu-west-1:444455556666:cluster:dw | ")]
    [InlineData("""{"resourceType":"Nothing"}""", "Nothing |  |  | ")]
    public void A_kind_names_its_resource(string resource, string expected) => Assert.Equal(expected, Subject(resource));

    [Theory]
    [InlineData("""{"action":{"actionType":"DNS_REQUEST","dnsRequestAction":{"domain":"c2.example","protocol":"UDP","blocked":true}},"runtimeDetails":{"process":{"name":"curl","executablePath":"/usr/bin/curl"}}}""",
        "DNS_REQUEST | DNS c2.example by process curl (/usr/bin/curl) | c2.example | True")]
    [InlineData("""{"action":{"actionType":"AWS_API_CALL","awsApiCallAction":{"api":"PutRolePolicy","serviceName":"iam.amazonaws.com","callerType":"Domain","domainDetails":{"domain":"cloudformation.amazonaws.com"}}}}""",
        "AWS_API_CALL | iam:PutRolePolicy | cloudformation.amazonaws.com | ")]
    [InlineData("""{"action":{"actionType":"NEW_KIND_OF_ACTION","newAction":{}}}""", "NEW_KIND_OF_ACTION | new kind of action |  | ")]
    [InlineData("""{"action":{}}""", " |  |  | ")]
    [InlineData("""{"malwareScanDetails":{"threats":[{"name":"EICAR"},{"name":"EICAR"},{"name":"Worm"}]}}""", " | malware scan found EICAR, Worm |  | ")]
    public void An_action_is_told_in_words(string service, string expected)
    {
        var finding = Of("{}", service);
        Assert.Equal(expected, string.Join(" | ", finding.ActionType, finding.ActionText, finding.Domain, finding.Blocked));
    }

    [Theory]
    [InlineData("NO_THREATS_FOUND", "COMPLETED", "ObjectScan:S3/NoThreatsFound", 0)]
    [InlineData("THREATS_FOUND", "COMPLETED", "ObjectScan:S3/ThreatsFound", 8)]
    [InlineData("THREAT_FOUND", "COMPLETED", "ObjectScan:S3/ThreatsFound", 8)]
    [InlineData("UNSUPPORTED", "SKIPPED", "ObjectScan:S3/Unsupported", 3)]
    [InlineData("ACCESS_DENIED", "SKIPPED", "ObjectScan:S3/AccessDenied", 3)]
    [InlineData("FAILED", "FAILED", "ObjectScan:S3/Failed", 3)]
    [InlineData("", "SKIPPED", "ObjectScan:S3/Unsupported", 3)]
    [InlineData("", "", "ObjectScan:S3/Failed", 3)]
    [InlineData("QUARANTINED_LATER", "COMPLETED", "ObjectScan:S3/QuarantinedLater", 3)]
    public void An_object_scan_is_a_finding_of_its_status(string result, string scan, string type, double severity)
    {
        var @event = Samples.Node("object-scan-clean");
        @event["detail"]!["scanStatus"] = scan;
        @event["detail"]!["scanResultDetails"]!["scanResultStatus"] = result;
        var finding = Samples.Finding(@event);
        Assert.Equal((type, severity, Samples.Finding(Samples.Node("object-scan-clean")).Id), (finding.Type, finding.Severity, finding.Id));
        Assert.Contains("s3://shop-uploads/uploads/photo.jpg", finding.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_version_of_an_object_is_another_finding()
    {
        var @event = Samples.Node("object-scan-clean");
        @event["detail"]!["s3ObjectDetails"]!["versionId"] = "other";
        Assert.NotEqual(Samples.Finding(Samples.Node("object-scan-clean")).Id, Samples.Finding(@event).Id);
        Assert.Matches("^[0-9a-f]{32}$", Samples.Finding(@event).Id);
    }

    [Fact]
    public void Threats_count_whatever_the_status_says()
    {
        var @event = Samples.Node("object-scan-threats-found");
        @event["detail"]!["scanResultDetails"]!["scanResultStatus"] = "NO_THREATS_FOUND";
        Assert.Equal("ObjectScan:S3/ThreatsFound", Samples.Finding(@event).Type);
    }
}
