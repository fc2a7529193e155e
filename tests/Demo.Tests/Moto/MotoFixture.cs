using System.Diagnostics;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Sluice.Local.Tests;

/// <summary>One moto for a class of tests; each test has names of its own.</summary>
public sealed class MotoFixture : IAsyncLifetime
{
    MotoServer? _moto;

    static string Root { get; } = typeof(MotoFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == "RepoRoot").Value!;

    internal static string Scripts => Path.Combine(Root, "local", "moto");

    internal static string? Python { get; } = new[]
    {
        Environment.GetEnvironmentVariable("SLUICE_PYTHON"), Path.Combine(Root, ".sluice", "venv", "bin", "python3"), "python3",
    }.FirstOrDefault(python => python is not null && HasMoto(python));

    internal HttpClient Http { get; } = new();

    internal LocalAws Aws => new(Server.Endpoint, "us-east-1");

    internal MotoStack Stack => new(new PythonScript(Python!, Scripts), Aws);

    internal MotoServer Server => _moto!;

    public async Task InitializeAsync()
    {
        if (Python is null) return;
        _moto = await StartAsync();
        Http.BaseAddress = _moto.Endpoint;
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        if (_moto is not null) await _moto.DisposeAsync();
    }

    internal static Task<MotoServer> StartAsync() => MotoServer.StartAsync(
        Python!, Scripts, Path.Combine(Path.GetTempPath(), $"sluice-moto-{Guid.NewGuid():N}", "moto.log"), port: 0, TimeProvider.System, default);

    internal static void SkipWithoutMoto() => Skip.If(Python is null, "python3 has no moto: ./sluice installs it");

    /// <summary>One call of a JSON protocol, unsigned.</summary>
    internal async Task<(int Status, JsonNode Answer)> CallAsync(string service, string target, JsonNode body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(body.ToJsonString()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIALOCAL00000000000/20261122/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    internal Task<(int Status, JsonNode Answer)> FirehoseAsync(string operation, JsonNode body) => CallAsync("firehose", "Firehose_20150804." + operation, body);

    internal Task<(int Status, JsonNode Answer)> LogsAsync(string operation, JsonNode body) => CallAsync("logs", "Logs_20140328." + operation, body);

    /// <summary>A delivery stream into a bucket that need not exist.</summary>
    internal async Task<string> StreamAsync(JsonObject? source = null)
    {
        var name = $"stream-{Guid.NewGuid():N}";
        var made = await FirehoseAsync("CreateDeliveryStream", new JsonObject
        {
            ["DeliveryStreamName"] = name,
            ["DeliveryStreamType"] = source is null ? "DirectPut" : "KinesisStreamAsSource",
            ["KinesisStreamSourceConfiguration"] = source,
            ["ExtendedS3DestinationConfiguration"] = new JsonObject { ["BucketARN"] = "arn:aws:s3:::b", ["RoleARN"] = "arn:aws:iam::123456789012:role/r" },
        });
        Assert.Equal(200, made.Status);
        return name;
    }

    internal async Task<JsonArray> WaitingAsync(string stream, long after = 0, double wait = 0) =>
        JsonNode.Parse(await Http.GetStringAsync(FormattableString.Invariant($"/sluice-api/firehose/{stream}/records?after={after}&wait={wait}")))!["records"]!.AsArray();

    internal static JsonObject Batch(string stream, IEnumerable<byte[]> records) => new()
    {
        ["DeliveryStreamName"] = stream,
        ["Records"] = new JsonArray([.. records.Select(data => (JsonNode)new JsonObject { ["Data"] = Convert.ToBase64String(data) })]),
    };

    static bool HasMoto(string python)
    {
        try
        {
            using var probe = Process.Start(new ProcessStartInfo(python, ["-c", "import moto.moto_server.werkzeug_app, boto3"]) { RedirectStandardError = true })!;
            probe.WaitForExit();
            return probe.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
