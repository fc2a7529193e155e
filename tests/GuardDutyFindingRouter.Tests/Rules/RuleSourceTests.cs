using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Sluice.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Where rules come from, and what becomes of them when they change.</summary>
public sealed class RuleSourceTests
{
    const string Parameter = "/sluice/rules";
    static readonly TimeSpan s_refresh = TimeSpan.FromMinutes(5);

    readonly Kept _kept = new();
    readonly ManualTime _time = new(SomeRules.Now);
    readonly MemoryStream _log = new();

    [Theory]
    [InlineData("/sluice/rules", "ssm /sluice/rules")]
    [InlineData("ssm:/sluice/rules", "ssm /sluice/rules")]
    [InlineData("ssm:rules", "ssm rules")]
    [InlineData("arn:aws:ssm:eu-west-1:111122223333:parameter/sluice/rules", "ssm arn:aws:ssm:eu-west-1:111122223333:parameter/sluice/rules")]
    [InlineData("arn:aws:secretsmanager:eu-west-1:111122223333:secret:rules-AbCdEf", "secret arn:aws:secretsmanager:eu-west-1:111122223333:secret:rules-AbCdEf")]
    [InlineData("s3://config/guardduty/rules.json", "s3 config/guardduty/rules.json")]
    [InlineData(" // comment\n{{rules}}", "")]
    public async Task Rules_come_from_the_setting_a_parameter_a_secret_or_an_object(string setting, string asked)
    {
        _kept.Text = Named("first");

        var source = await OpenAsync(setting.Replace("{{rules}}", _kept.Text, StringComparison.Ordinal));

        Assert.Equal("first", (await source.CurrentAsync(default)).Routes[0].Name);
        Assert.Equal(asked, string.Join('|', _kept.Asked));
    }

    [Theory]
    [InlineData("", "RULES is missing: the rules themselves, the name of a parameter (/name), an ARN of a parameter or secret, or s3://bucket/key.")]
    [InlineData("https://hooks.slack.com/secret", "RULES is not a JSON object { … }, nor the name of a parameter (/name or ssm:name), an ARN of a parameter or secret, or s3://bucket/key.")]
    [InlineData("s3://bucket", "RULES is not a JSON object { … }, nor the name of a parameter (/name or ssm:name), an ARN of a parameter or secret, or s3://bucket/key.")]
    [InlineData("{\"version\":3,\n\"default\":[]}", "RULES:\nRULES: line 1, column 1, destinations: is missing: { \"NAME\": { \"type\": … } }\nRULES: line 1, column 12, version: 3 is not 1, the only version that is known\nRULES: line 2, column 11, default: is empty: name something, or leave it out")]
    public async Task At_start_up_everything_that_is_wrong_is_an_error_of_the_settings(string setting, string expected) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<SettingsException>(() => OpenAsync(setting))).Message);

    [Theory]
    [InlineData("/sluice/rules", "RULES: /sluice/rules cannot be read (AccessDeniedException): the function's role needs ssm:GetParameter on it, and kms:Decrypt for a key of your own.")]
    [InlineData("s3://config/rules.json", "RULES: s3://config/rules.json cannot be read (AccessDenied): the function's role needs s3:GetObject on it, and kms:Decrypt for a key of your own.")]
    public async Task At_start_up_rules_out_of_reach_are_an_error_that_says_what_is_missing(string setting, string expected)
    {
        _kept.Refuses = true;

        Assert.Equal(expected, (await Assert.ThrowsAsync<SettingsException>(() => OpenAsync(setting))).Message);
    }

    [Theory]
    [InlineData(Parameter)]
    [InlineData("s3://config/rules.json")]
    public async Task They_are_read_again_when_they_are_old_and_not_before(string setting)
    {
        _kept.Text = Named("first");
        var source = await OpenAsync(setting);
        _kept.Text = Named("second");

        _time.Pass(s_refresh - TimeSpan.FromTicks(1));
        Assert.Equal("first", await NameAsync(source));
        var version = source.Version;
        _time.Pass(TimeSpan.FromTicks(1));
        Assert.Equal("second", await NameAsync(source));
        Assert.NotEqual(version, source.Version);
        Assert.Equal("second", await NameAsync(source));
        Assert.Equal(2, _kept.Asked.Count);
    }

    [Fact]
    public async Task Broken_rules_leave_the_old_ones_in_force_and_each_broken_version_is_told_once()
    {
        _kept.Text = Named("first");
        var source = await OpenAsync(Parameter);
        _kept.Text = "{ \"version\": 1,\n \"defualt\": [] }";

        Assert.Equal("first", await LaterAsync(source));
        Assert.Equal("first", await LaterAsync(source));
        var warning = Assert.Single(Lines(), line => line.Contains("\"level\":\"WARN\"", StringComparison.Ordinal));
        Assert.Contains("/sluice/rules: line 2, column 2, defualt: is no member of the rules; did you mean 'default'?", warning, StringComparison.Ordinal);
        Assert.Contains($"\"version\":\"{source.Version}\"", warning, StringComparison.Ordinal);

        _kept.Text = "{";
        Assert.Equal("first", await LaterAsync(source));
        Assert.Equal(2, Lines().Count(line => line.Contains("RulesRejected", StringComparison.Ordinal) && line.Contains("WARN", StringComparison.Ordinal)));

        _kept.Text = Named("third");
        Assert.Equal("third", await LaterAsync(source));
    }

    [Fact]
    public async Task Rules_out_of_reach_leave_the_old_ones_in_force_and_that_is_told_once()
    {
        _kept.Text = Named("first");
        var source = await OpenAsync(Parameter);
        _kept.Refuses = true;

        Assert.Equal("first", await LaterAsync(source));
        Assert.Equal("first", await LaterAsync(source));
        Assert.Contains("needs ssm:GetParameter", Assert.Single(Lines(), line => line.Contains("RulesUnreachable", StringComparison.Ordinal)), StringComparison.Ordinal);

        _kept.Refuses = false;
        Assert.Equal("first", await LaterAsync(source));
        Assert.Contains("rules are as before", Lines()[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invocation_at_its_deadline_routes_with_the_old_rules_and_the_next_one_reads()
    {
        _kept.Text = Named("first");
        var source = await OpenAsync(Parameter);
        _kept.Text = Named("second");
        _time.Pass(s_refresh);

        Assert.Equal("first", (await source.CurrentAsync(new CancellationToken(true))).Routes[0].Name);
        Assert.Equal("second", await NameAsync(source));
        Assert.DoesNotContain(Lines(), line => line.Contains("WARN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_in_the_setting_are_never_read_again()
    {
        var source = await OpenAsync(Named("first"));

        Assert.Equal("first", await LaterAsync(source));
        Assert.Empty(_kept.Asked);
    }

    [Fact]
    public async Task An_object_that_is_too_large_is_not_read_to_its_end()
    {
        _kept.Text = new string(' ', RuleLimits.DocumentBytes + 100_000) + Named("first");

        Assert.Equal("RULES: s3://config/rules.json is larger than the 2097152 bytes that rules may have.", (await Assert.ThrowsAsync<SettingsException>(() => OpenAsync("s3://config/rules.json"))).Message);
    }

    static string Named(string route) => SomeRules.Document(routes: $"{{'name':'{route}','to':'chat'}}");

    Task<RuleSource> OpenAsync(string setting) => RuleSource.OpenAsync(setting, s_refresh,
        new RuleStore(new SecretText(() => new Secrets(_kept), () => new Parameters(_kept)), () => _kept.S3()), new Telemetry("test", _log, LogLevel.Info, _time), _time, default);

    async Task<string> LaterAsync(RuleSource source)
    {
        _time.Pass(s_refresh);
        return await NameAsync(source);
    }

    static async Task<string> NameAsync(RuleSource source) => (await source.CurrentAsync(default)).Routes[0].Name;

    string[] Lines() => Encoding.UTF8.GetString(_log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One text, wherever it is asked for.</summary>
    sealed class Kept : HttpClientFactory
    {
        public string Text { get; set; } = "";

        public bool Refuses { get; set; }

        public List<string> Asked { get; } = [];

        public string Answer(string asked)
        {
            Asked.Add(asked);
            return Text;
        }

        public AmazonS3Client S3() => new(Credentials, new AmazonS3Config { ServiceURL = "http://s3.invalid", AuthenticationRegion = "eu-west-1", ForcePathStyle = true, HttpClientFactory = this, CacheHttpClient = false });

        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Answers(this));

        sealed class Answers(Kept kept) : HttpMessageHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(kept.Refuses
                ? new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("<Error><Code>AccessDenied</Code></Error>", Encoding.UTF8, "application/xml") }
                : new HttpResponseMessage { Content = new StringContent(kept.Answer("s3 " + request.RequestUri!.AbsolutePath[1..])) });
        }
    }

    static readonly BasicAWSCredentials Credentials = new("AKIALOCAL00000000000", "local");

    sealed class Parameters(Kept kept) : AmazonSimpleSystemsManagementClient(Credentials, new AmazonSimpleSystemsManagementConfig { ServiceURL = "http://ssm.invalid" })
    {
        public override Task<GetParameterResponse> GetParameterAsync(GetParameterRequest request, CancellationToken cancellationToken = default)
        {
            CallRecorder.Note(request);
            cancellationToken.ThrowIfCancellationRequested();
            return kept.Refuses ? throw new AmazonSimpleSystemsManagementException("no", ErrorType.Sender, "AccessDeniedException", "1", HttpStatusCode.BadRequest)
                : Task.FromResult(new GetParameterResponse { Parameter = new Parameter { Value = kept.Answer("ssm " + request.Name) } });
        }
    }

    sealed class Secrets(Kept kept) : AmazonSecretsManagerClient(Credentials, new AmazonSecretsManagerConfig { ServiceURL = "http://secrets.invalid" })
    {
        public override Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default)
        {
            CallRecorder.Note(request);
            return Task.FromResult(new GetSecretValueResponse { SecretString = kept.Answer("secret " + request.SecretId) });
        }
    }
}
