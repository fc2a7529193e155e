using Sluice.Local;

namespace Local.Tests;

/// <summary>Each function can be deployed without the others.</summary>
public class PartTests
{
    public static TheoryData<string, string> Parts => new()
    {
        { "CloudWatchLogsDecompressor Replay", "" },
        { "CloudWatchLogsDecompressor Replay SplunkTransform", "SplunkEndpoint SplunkTokenSecretArn" },
        { "WafLogCopier", "CentralBucketName CentralBucketAccount" },
        { "", "ResourceAccounts" },
        { "S3ToElasticsearchLoader", "ElasticsearchUrl" },
        { "FieldLevelDecryptor", "FieldKeyPath" },
        { "FormIntake", "FormPublicKey" },
        { "AuroraCdcForwarder", "CaptureChanges" },
        { "GuardDutyFindingRouter", "FindingRules" },
        { "GuardDutyFindingRouter", "FindingRulesObject FindingAccounts OrganizationId" },
        { "", "ForwardFindingsTo" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void A_part_is_deployed_alone(string functions, string parameters)
    {
        var everything = Suite.Context([]).Parameters;
        var given = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToDictionary(name => name, name => everything[name]);
        given["ForwardCloudWatchLogs"] = functions.StartsWith("CloudWatch", StringComparison.Ordinal) ? "true" : "false";

        var template = Suite.Only(given);

        Assert.Equal(functions, string.Join(' ', template.Functions.Keys.Order(StringComparer.Ordinal)));
        Assert.NotEmpty(template.Outputs);
    }

    [Fact]
    public void Each_function_has_a_role_a_log_group_with_an_end_and_a_limit_of_its_own()
    {
        var functions = Suite.Everything.Functions.Values.Select(one => Suite.Everything.Resources[one.LogicalId]).ToList();
        Assert.Equal(functions.Count, functions.Select(one => (string)one.Properties["Role"]!).Distinct().Count());
        Assert.Equal(functions.Count, functions.Select(one => (string)one.Properties["LoggingConfig"]!["LogGroup"]!).Distinct().Count());
        foreach (var function in functions)
        {
            var logs = Suite.Named((string)function.Properties["LoggingConfig"]!["LogGroup"]!, "AWS::Logs::LogGroup");
            Assert.Equal("7", logs.Properties["RetentionInDays"]!.ToString());
            Assert.InRange(int.Parse(function.Properties["ReservedConcurrentExecutions"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture), 1, 100);
            Assert.Equal("Active", (string?)function.Properties["Tracing"]);
        }
    }

    [Fact]
    public void An_account_without_concurrency_to_spare_reserves_none()
    {
        var template = Suite.With(new() { ["ReserveConcurrency"] = "false" });
        Assert.All(template.Functions.Keys, one => Assert.Null(template.Resources[one].Properties["ReservedConcurrentExecutions"]));
    }

    [Fact]
    public void Roles_get_the_boundary_and_log_groups_the_key_that_are_given()
    {
        var template = Suite.With(new() { ["PermissionsBoundaryArn"] = "arn:aws:iam::123456789012:policy/limits", ["LogKeyArn"] = "arn:aws:kms:us-east-1:123456789012:key/logs" });
        Assert.All(template.Resources.Values.Where(one => one.Type == "AWS::IAM::Role"), one => Assert.Equal("arn:aws:iam::123456789012:policy/limits", (string?)one.Properties["PermissionsBoundary"]));
        Assert.All(template.Resources.Values.Where(one => one.Type == "AWS::Logs::LogGroup"), one => Assert.Equal("arn:aws:kms:us-east-1:123456789012:key/logs", (string?)one.Properties["KmsKeyId"]));
    }

    [Fact]
    public void No_name_stands_in_the_way_of_a_second_stack()
    {
        var other = Deployment.Resolve(Some.Root, Suite.Context([]) with { StackName = "another" });
        foreach (var resource in Suite.Everything.Resources.Values)
            if (ResourceTypes.Of(resource.Type).NameProperty is { } property && resource.Properties[property] is { } name)
                Assert.NotEqual((string?)name, (string?)other.Resources[resource.LogicalId].Properties[property]);
    }
}
