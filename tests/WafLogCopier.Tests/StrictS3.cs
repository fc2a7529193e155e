using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Sluice.Tests;

namespace Sluice.WafLogCopier.Tests;

[CollectionDefinition(nameof(StrictS3))]
public sealed class StrictS3Tests : ICollectionFixture<StrictS3>;

/// <summary>A real S3 server with two accounts, that enforces policies, owners and conditions: the Versity S3 Gateway.</summary>
/// <remarks>The accounts are <c>resource</c>, whose key the copier uses, and <c>central</c>. Looked for in <c>SLUICE_S3</c> and beside
/// the repository; absent, tests that need it skip.</remarks>
public sealed class StrictS3 : IAsyncLifetime, IDisposable
{
    readonly string _home = Path.Combine(Path.GetTempPath(), $"sluice-s3-{Guid.NewGuid():N}");
    Process? _server;

    static string? Executable => ((string?[])
        [
            Environment.GetEnvironmentVariable("SLUICE_S3"),
            Path.GetFullPath(Path.Combine(Repo.Root, "../shared/s3/versitygw")),
        ]).FirstOrDefault(File.Exists);

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1:1/");

    /// <summary>First line of every test that needs it.</summary>
    public void SkipIfAbsent()
    {
        if (_server is null) CallsNotMade.Because("versitygw");
        Skip.If(_server is null, "versitygw was not found: set SLUICE_S3 to its path.");
    }

    /// <summary>The account of the function: owns source buckets.</summary>
    public AmazonS3Client Resource => Client("resource");

    /// <summary>The central logging account: owns target buckets.</summary>
    public AmazonS3Client Central => Client("central");

    public AmazonS3Client Client(string account, Uri? through = null) => new(new BasicAWSCredentials(account, account + "secret"), new AmazonS3Config
    {
        ServiceURL = (through ?? Endpoint).ToString(),
        AuthenticationRegion = "us-east-1",
        ForcePathStyle = true,
        Timeout = TimeSpan.FromMinutes(5),
        MaxErrorRetry = 1,
    });

    public async Task InitializeAsync()
    {
        if (Executable is not { } gateway) return;
        foreach (var folder in (string[])["iam", "meta", "versions", "data"]) Directory.CreateDirectory(Path.Combine(_home, folder));
        for (var tries = 1; ; tries++)
        {
            var (port, admin) = (FreePort(), FreePort());
            _server = Start(gateway, [
                "--port", $"127.0.0.1:{port}", "--admin-port", $"127.0.0.1:{admin}", "--iam-dir", Path.Combine(_home, "iam"),
                "posix", "--sidecar", Path.Combine(_home, "meta"), "--versioning-dir", Path.Combine(_home, "versions"), Path.Combine(_home, "data")]);
            Endpoint = new Uri($"http://127.0.0.1:{port}/");
            if (await IsReadyAsync(port) && await IsReadyAsync(admin))
            {
                foreach (var account in (string[])["resource", "central"]) await CreateAccountAsync(gateway, admin, account);
                return;
            }
            // Somebody else took the port in between.
            Stop();
            if (tries == 5) throw new InvalidOperationException("versitygw did not start.");
        }
    }

    /// <summary>A bucket of its own for a test.</summary>
    /// <returns>Its name.</returns>
    public static async Task<string> BucketAsync(AmazonS3Client owner, string name, bool versioned = false)
    {
        var bucket = $"{name}-{Guid.NewGuid():N}"[..40];
        await owner.PutBucketAsync(bucket);
        if (versioned)
            await owner.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = bucket, VersioningConfig = new() { Status = VersionStatus.Enabled } });
        return bucket;
    }

    /// <summary>The policy of a target bucket: the copier may write, and read what is there.</summary>
    /// <remarks>This server's policies bind the owner too, so it gets a statement of its own; AWS needs none.</remarks>
    public static Task AllowAsync(AmazonS3Client owner, string ownerName, string bucket, string principal, params string[] actions) => owner.PutBucketPolicyAsync(bucket, $$"""
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":["{{ownerName}}"]},"Action":"s3:*","Resource":["arn:aws:s3:::{{bucket}}","arn:aws:s3:::{{bucket}}/*"]},
          {"Effect":"Allow","Principal":{"AWS":["{{principal}}"]},"Action":["{{string.Join("\",\"", actions)}}"],"Resource":["arn:aws:s3:::{{bucket}}","arn:aws:s3:::{{bucket}}/*"]}]}
        """);

    public Task DisposeAsync()
    {
        Stop();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _server?.Dispose();
        if (Directory.Exists(_home)) Directory.Delete(_home, recursive: true);
    }

    static Process Start(string gateway, string[] arguments)
    {
        var start = new ProcessStartInfo(gateway, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ROOT_ACCESS_KEY"] = "root";
        start.Environment["ROOT_SECRET_KEY"] = "rootsecret";
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();      // a full pipe would stop it
        process.BeginErrorReadLine();
        return process;
    }

    static async Task CreateAccountAsync(string gateway, int admin, string account)
    {
        using var create = Start(gateway, [
            "admin", "--access", "root", "--secret", "rootsecret", "--endpoint-url", $"http://127.0.0.1:{admin}",
            "create-user", "--access", account, "--secret", account + "secret", "--role", "userplus"]);
        await create.WaitForExitAsync();
        if (create.ExitCode != 0) throw new InvalidOperationException($"versitygw could not make the account {account}.");
    }

    async Task<bool> IsReadyAsync(int port)
    {
        for (var tries = 0; tries < 300 && !_server!.HasExited; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            }
        }
        return false;
    }

    void Stop()
    {
        if (_server is null || _server.HasExited) return;
        _server.Kill();
        _server.WaitForExit();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
