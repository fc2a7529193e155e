using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Sluice.Tests;

namespace Sluice.EndToEnd.Tests;

/// <summary>AWS as <c>./sluice</c> plays it, for commands that need S3.</summary>
public sealed class Moto : IAsyncLifetime
{
    static readonly XNamespace s_s3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    readonly HttpClient _http = new();
    Process? _server;

    public static string Python => Environment.GetEnvironmentVariable("SLUICE_PYTHON") ?? "python3";

    public string Endpoint { get; private set; } = "";

    /// <summary>First line of every test that needs it.</summary>
    public void SkipIfAbsent()
    {
        if (_server is null) CallsNotMade.Because("moto");
        Skip.If(_server is null, "moto is missing: pip install 'moto[server]'");
    }

    public async Task InitializeAsync()
    {
        if ((await Command.RunAsync(Python, "-c", "import moto.server")).ExitCode != 0) return;
        // It ends when its standard input does.
        _server = Process.Start(new ProcessStartInfo(Python, ["server.py"])
        {
            WorkingDirectory = Repo.File("local", "moto"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["SLUICE_RECORD_CALLS"] = Command.Recordings },
        })!;
        var ready = await _server.StandardOutput.ReadLineAsync();
        Assert.StartsWith("ready ", ready, StringComparison.Ordinal);
        Endpoint = $"http://127.0.0.1:{ready![6..]}";
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        if (_server is null) return;
        _server.StandardInput.Close();
        await _server.WaitForExitAsync();
        _server.Dispose();
    }

    public Task MakeBucketAsync(string bucket, string account) => SendAsync(HttpMethod.Put, bucket, null, account);

    public Task PutAsync(string bucket, string key, byte[] body) => SendAsync(HttpMethod.Put, $"{bucket}/{Escaped(key)}", body);

    public Task<byte[]> GetAsync(string bucket, string key) => SendAsync(HttpMethod.Get, $"{bucket}/{Escaped(key)}", null);

    /// <summary>One call of a service that speaks JSON.</summary>
    public async Task<JsonNode> CallAsync(string service, string target, JsonNode request, string region = "us-east-1")
    {
        using var call = new HttpRequestMessage(HttpMethod.Post, Endpoint) { Content = new StringContent(request.ToJsonString(), null, "application/x-amz-json-1.1") };
        call.Headers.Add("x-amz-target", target);
        call.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=AKIALOCAL00000000000/20261122/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _http.SendAsync(call);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{target}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>In order.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string bucket)
    {
        using var list = new MemoryStream(await SendAsync(HttpMethod.Get, bucket + "?list-type=2", null));
        return [.. (await XDocument.LoadAsync(list, LoadOptions.None, default)).Descendants(s_s3 + "Key").Select(key => key.Value).Order(StringComparer.Ordinal)];
    }

    async Task<byte[]> SendAsync(HttpMethod method, string path, byte[]? body, string account = "123456789012")
    {
        // A key may well have /../ or // in it, which a Uri would take away.
        using var request = new HttpRequestMessage(method, new Uri($"{Endpoint}/{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Add("x-moto-account-id", account);
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIALOCAL00000000000/20261122/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0");
        if (body is not null) request.Content = new ByteArrayContent(body);
        using var answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode}");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    static string Escaped(string key) => string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
}
