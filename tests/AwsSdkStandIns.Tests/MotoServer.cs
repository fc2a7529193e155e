using System.Diagnostics;
using System.Net.Http.Headers;
using System.Reflection;

namespace Sluice.AwsSdkStandIns.Tests;

[CollectionDefinition(nameof(Moto))]
public sealed class Moto : ICollectionFixture<MotoServer>;

/// <summary>One moto for the tests that share it; what it starts, it ends.</summary>
public sealed class MotoServer : IAsyncLifetime, IDisposable
{
    readonly HttpClient _http = new();
    Process? _process;

    public string Url { get; } = $"http://127.0.0.1:{FreePort.Next()}";

    static string? Executable => new[] { Path.Combine(RepoRoot, ".sluice/venv/bin") }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .Select(folder => Path.Combine(folder, "moto_server"))
        .FirstOrDefault(File.Exists);

    static string RepoRoot => typeof(MotoServer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepoRoot").Value!;

    public async Task InitializeAsync()
    {
        if (Executable is not { } moto) return;
        _process = Process.Start(new ProcessStartInfo(moto, ["-H", "127.0.0.1", "-p", new Uri(Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.BeginOutputReadLine();     // a full pipe would stop it
        _process.BeginErrorReadLine();
        for (var tries = 0; tries < 600; tries++)
        {
            if (_process.HasExited) throw new InvalidOperationException($"moto ended with {_process.ExitCode} before it was ready.");
            try
            {
                using var ready = await _http.GetAsync(Url + "/moto-api/data.json");
                if (ready.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // not yet
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }

        throw new TimeoutException("moto was not ready within a minute.");
    }

    /// <summary>First line of every test that needs it.</summary>
    public void SkipIfAbsent() => Skip.If(_process is null, "moto_server is neither on PATH nor in .sluice/venv/bin: skipped.");

    /// <summary>A call of an AWS JSON service that no client here stands in for, such as creating a stream.</summary>
    public Task<string> JsonAsync(string service, string target, string body, string version = "1.1")
    {
        var content = new StringContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-" + version);
        content.Headers.Add("X-Amz-Target", target);
        return SendAsync(service, content);
    }

    /// <summary>A call of an AWS Query service.</summary>
    public Task<string> QueryAsync(string service, params (string Name, string Value)[] parameters) =>
        SendAsync(service, new FormUrlEncodedContent(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))));

    /// <summary>From now on (or no longer) moto verifies every signature.</summary>
    public async Task VerifySignaturesAsync(bool on)
    {
        using var answer = await _http.PostAsync(Url + "/moto-api/reset-auth", new StringContent(on ? "0" : "inf"));
        answer.EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);     // the shim of a version manager is its parent
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
    }

    async Task<string> SendAsync(string service, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url + "/") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={Clients.Keys.GetCredentials().AccessKey}/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{service}: {(int)answer.StatusCode} {text}");
    }
}
