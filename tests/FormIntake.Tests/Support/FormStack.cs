using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Sluice.FieldLevelDecryptor;
using Sluice.Local;

namespace Sluice.FormIntake.Tests;

/// <summary>The form as it is deployed: a browser's end, CloudFront with a key, the function, a table.</summary>
sealed class FormStack : IAsyncDisposable
{
    public const string Secret = "only CloudFront knows", Provider = "FLEDemo", KeyName = "DemoPublicKey";

    static readonly RSA s_key = RSA.Create(2048);

    readonly AmazonDynamoDBClient _dynamo;
    readonly MemoryStream _log = new();
    readonly Handler _handler;

    FormStack(Uri endpoint, string table, (string Name, string Value)[] settings)
    {
        Table = table;
        _dynamo = Client(endpoint);
        var all = new Dictionary<string, string> { ["TABLE"] = table };
        foreach (var (name, value) in settings) all[name] = value;
        Telemetry = new Telemetry("FormIntake", _log, LogLevel.Info, TimeProvider.System);
        _handler = new Handler(Settings.From(new EnvironmentReader(all.GetValueOrDefault)), new SubmissionTable(_dynamo, table), new OriginCheck(_ => Task.FromResult(Secret), TimeProvider.System), Telemetry);
    }

    public string Table { get; }

    public Telemetry Telemetry { get; }

    public string Log => Encoding.UTF8.GetString(_log.ToArray());

    public static EdgeProfile Profile(params string[] patterns) => new(patterns.Length > 0 ? patterns : ["phone"], new FieldEncryption(Provider, KeyName, s_key));

    public static async Task<FormStack> StartAsync(Sluice.Local.Tests.MotoFixture moto, params (string Name, string Value)[] settings)
    {
        if (Sluice.Local.Tests.MotoFixture.Python is null) Sluice.Tests.CallsNotMade.Because("moto");
        Sluice.Local.Tests.MotoFixture.SkipWithoutMoto();
        var stack = new FormStack(moto.Aws.Endpoint, $"forms-{Guid.NewGuid():N}", settings);
        await stack._dynamo.CreateTableAsync(new CreateTableRequest
        {
            TableName = stack.Table,
            KeySchema = [new KeySchemaElement("id", KeyType.HASH)],
            AttributeDefinitions = [new AttributeDefinition("id", ScalarAttributeType.S)],
            BillingMode = BillingMode.PAY_PER_REQUEST,
        });
        return stack;
    }

    /// <summary>Where nothing listens.</summary>
    public static FormStack Unreachable() => new(new Uri("http://127.0.0.1:1"), "forms", []);

    /// <summary>As the HTTP API calls it.</summary>
    public async Task<byte[]?> InvokeAsync(ReadOnlyMemory<byte> @event, CancellationToken cancellation)
    {
        var answer = new ByteBuffer();
        await _handler.HandleAsync(@event.ToArray(), answer, new Invocation("1", "", TimeSpan.FromSeconds(20), cancellation));
        return answer.Written.ToArray();
    }

    public async Task<(int Status, string Page, JsonNode Headers)> SendAsync(string method, string? body = null, string? secret = Secret, string type = "application/x-www-form-urlencoded", string path = "/", bool base64 = true)
    {
        var headers = new JsonObject { ["Content-Type"] = type };
        if (secret is not null) headers["X-Origin-Verify"] = secret;
        var @event = new JsonObject { ["rawPath"] = path, ["headers"] = headers, ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = method } }, ["isBase64Encoded"] = base64 };
        if (body is not null) @event["body"] = base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(body)) : body;
        var answer = JsonNode.Parse((await InvokeAsync(Encoding.UTF8.GetBytes(@event.ToJsonString()), CancellationToken.None))!)!;
        return ((int)answer["statusCode"]!, (string)answer["body"]!, answer["headers"]!);
    }

    /// <summary>Everything in the table, by attribute.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> ItemsAsync() =>
        [.. ((await _dynamo.ScanAsync(new ScanRequest(Table))).Items ?? []).Select(item => item.ToDictionary(one => one.Key, one => one.Value.S ?? string.Join(',', one.Value.SS)))];

    /// <summary>As whoever holds the private key.</summary>
    public static async Task<string> DecryptAsync(string base64, RSA? key = null)
    {
        var ring = new KeyRing(_ => Task.FromResult<IReadOnlyList<IFieldKey>>([new RsaFieldKey(Provider, KeyName, key ?? s_key, RSAEncryptionPadding.OaepSHA256)]), TimeSpan.FromHours(1), Telemetry.None);
        var opened = await new MessageDecryptor(ring, new HashSet<ushort> { CipherSuite.CloudFront }, new(), TimeProvider.System).OpenAsync(Convert.FromBase64String(base64), CancellationToken.None);
        return Encoding.UTF8.GetString(opened.Plaintext);
    }

    /// <summary>What CloudFront makes of a value.</summary>
    public static string Encrypt(string value) => new FieldEncryption(Provider, KeyName, s_key).Encrypt(Encoding.UTF8.GetBytes(value));

    public ValueTask DisposeAsync()
    {
        _dynamo.Dispose();
        return ValueTask.CompletedTask;
    }

    static AmazonDynamoDBClient Client(Uri endpoint) => new(new BasicAWSCredentials("AKIALOCAL00000000000", "local"), new AmazonDynamoDBConfig { ServiceURL = endpoint.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
}
