using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.EndToEnd.Tests;

/// <summary><c>./sluice fle keys</c> with the real AWS CLI against moto.</summary>
public class FieldKeyTests(Moto moto) : IClassFixture<Moto>
{
    static readonly Dictionary<string, string> s_keys = new() { ["AWS_ACCESS_KEY_ID"] = "AKIALOCAL00000000000", ["AWS_SECRET_ACCESS_KEY"] = "local", ["AWS_DEFAULT_REGION"] = "us-east-1" };

    Task<CommandResult> KeysAsync(params string[] arguments) => Command.SluiceAsync(new Dictionary<string, string>(s_keys) { ["AWS_ENDPOINT_URL"] = moto.Endpoint }, ["fle", "keys", .. arguments]);

    async Task SkipIfAbsentAsync()
    {
        moto.SkipIfAbsent();
        Skip.If((await Command.RunAsync("aws", "--version")).ExitCode != 0, "the AWS CLI is missing: pip install awscli");
    }

    [SkippableFact]
    public async Task The_private_key_goes_into_Parameter_Store_and_nowhere_else_and_a_second_run_overwrites_nothing()
    {
        await SkipIfAbsentAsync();
        var name = $"fields-{Guid.NewGuid():N}";

        var made = await KeysAsync("--name", name, "--fields", "phone,email");
        var again = await KeysAsync("--name", name);

        Assert.True(made.ExitCode == 0, made.All);
        var stored = await moto.CallAsync("ssm", "AmazonSSM.GetParameter", new JsonObject { ["Name"] = $"/sluice/field-keys/sluice/{name}", ["WithDecryption"] = true });
        var (type, pem) = ((string)stored["Parameter"]!["Type"]!, (string)stored["Parameter"]!["Value"]!);
        using var key = System.Security.Cryptography.RSA.Create();
        key.ImportFromPem(pem);
        Assert.Equal(("SecureString", 2048), (type, key.KeySize));
        Assert.Contains(key.ExportSubjectPublicKeyInfoPem(), made.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", made.All, StringComparison.Ordinal);
        Assert.DoesNotContain(pem.Split('\n')[1], made.All, StringComparison.Ordinal);

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("is there already, and was not overwritten", again.Errors, StringComparison.Ordinal);
        Assert.Equal(pem, (string)(await moto.CallAsync("ssm", "AmazonSSM.GetParameter", new JsonObject { ["Name"] = $"/sluice/field-keys/sluice/{name}", ["WithDecryption"] = true }))["Parameter"]!["Value"]!);
    }

    [SkippableTheory]
    [InlineData("create-field-level-encryption-profile", "--field-level-encryption-profile-config", "CreateFieldLevelEncryptionProfile", "FieldLevelEncryptionProfileConfig")]
    [InlineData("create-field-level-encryption-config", "--field-level-encryption-config", "CreateFieldLevelEncryptionConfig", "FieldLevelEncryptionConfig")]
    public async Task The_commands_that_are_printed_are_what_the_AWS_CLI_takes(string command, string option, string operation, string member)
    {
        await SkipIfAbsentAsync();
        var printed = (await KeysAsync("--name", $"fields-{Guid.NewGuid():N}", "--fields", "phone,card-*")).Output;
        Assert.Contains("aws cloudfront " + command, printed, StringComparison.Ordinal);
        var json = Regex.Match(printed, option + " '(.*)'\\)").Groups[1].Value.Replace("'$KEY'", "K1", StringComparison.Ordinal).Replace("'$PROFILE'", "P1", StringComparison.Ordinal);

        var script = $"""
            import json, sys, botocore.session
            from botocore.validate import ParamValidator
            shape = botocore.session.get_session().get_service_model("cloudfront").operation_model("{operation}").input_shape
            report = ParamValidator().validate({"{"}"{member}": json.loads(sys.argv[1]){"}"}, shape)
            sys.exit(report.generate_report() or 0)
            """;
        var checked_ = await Command.RunAsync(Moto.Python, "-c", script, json);
        Assert.True(checked_.ExitCode == 0, json + checked_.All);
    }

    [Fact]
    public async Task Every_mistake_is_told_at_once()
    {
        var wrong = await Command.SluiceAsync("fle", "keys", "--name", "a b", "--path", "keys", "--fields", "ph$ne");
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("--name 'a b' must be letters, digits, _ and -, 128 at most; --path 'keys' is not a path such as /sluice/field-keys; --fields has 'ph$ne'", wrong.Errors, StringComparison.Ordinal);
    }
}
