using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;

namespace Sluice.FieldLevelDecryptor.Tests;

/// <summary>The function as Program composes it, with services in memory, its log kept.</summary>
sealed class Function
{
    readonly MemoryStream _log = new();
    readonly Handler _handler;

    public Function(IAmazonDynamoDB? dynamo = null, KeyRing? ring = null, params (string Name, string Value)[] settings)
    {
        var env = new Dictionary<string, string> { ["KEYS"] = "FLEDemo/DemoPublicKey=/key", ["SUITES"] = "all" };
        if (dynamo is not null)
        {
            env["TABLE_NAME"] = "customers";
            env["TABLE_KEY"] = "id";
            env["ENCRYPTED_ATTRIBUTES"] = "phone,card";
        }
        foreach (var (name, value) in settings) env[name] = value;
        Settings = Settings.From(new EnvironmentReader(env.GetValueOrDefault));
        var telemetry = new Telemetry("FieldLevelDecryptor", _log, LogLevel.Info, TimeProvider.System);
        ring ??= new KeyRing(new KeyLoader(Settings.Keys, new SecretText(() => throw new NotSupportedException(), () => new Parameters(new() { ["/key"] = Vectors.PrivateKey(Vectors.KeyName) })), () => throw new NotSupportedException()).LoadAsync, Settings.Keys.RefreshAfter, telemetry);
        var fields = new FieldRun(new FieldDecryptor(new MessageDecryptor(ring, Settings.Suites, Settings.Limits, TimeProvider.System), Settings.Limits.MessageBytes, Settings.FormEncoded), ring);
        var audit = new AuditLog(telemetry, Settings.Table?.HashKeys == true);
        _handler = new Handler(new ValuesAnswer(fields, audit), dynamo is null ? null : new TableAnswer(Settings.Table!, dynamo, fields, audit), telemetry);
    }

    public Settings Settings { get; }

    public string Log => Encoding.UTF8.GetString(_log.ToArray());

    public IEnumerable<JsonNode> Lines => Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!);

    public async Task<JsonNode> InvokeAsync(string @event, CancellationToken deadline = default)
    {
        var answer = new ByteBuffer();
        await _handler.HandleAsync(Encoding.UTF8.GetBytes(@event), answer, new Invocation("1", "", TimeSpan.FromMinutes(1), deadline));
        return JsonNode.Parse(answer.Written)!;
    }

    public Task<JsonNode> InvokeAsync(JsonNode @event, CancellationToken deadline = default) => InvokeAsync(@event.ToJsonString(), deadline);
}
