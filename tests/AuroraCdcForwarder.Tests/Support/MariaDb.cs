using System.Text.Json.Nodes;
using Sluice.Local;
using Sluice.Tests;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>One server for all tests that need one; they run one behind the other.</summary>
public sealed class MariaDb : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("sluice-tls-").FullName;
    MariaDbServer? _server;

    internal MariaDbServer Server => _server!;

    /// <summary>The authority of the server's certificate, which is for the name localhost.</summary>
    public string AuthorityFile => Path.Combine(_folder, "ca.pem");

    /// <summary>First line of every test that needs it.</summary>
    public void SkipIfAbsent() => Skip.If(_server is null, "MariaDB is missing: apt-get install mariadb-server");

    public async Task InitializeAsync()
    {
        if (await MariaDbFiles.FindAsync(_ => { }, CancellationToken.None) is not { } files) return;
        using var authority = new TestAuthority();
        var (certificate, key) = (Path.Combine(_folder, "server.pem"), Path.Combine(_folder, "server.key"));
        await File.WriteAllTextAsync(AuthorityFile, authority.Pem);
        await File.WriteAllTextAsync(certificate, authority.ServerPem);
        await File.WriteAllTextAsync(key, authority.ServerKeyPem);
        _server = await MariaDbServer.StartAsync(files, TimeProvider.System, CancellationToken.None, [$"--ssl-ca={AuthorityFile}", $"--ssl-cert={certificate}", $"--ssl-key={key}"]);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A new database, with the capture in a mode and nothing captured yet.</summary>
    internal async Task<string> DatabaseAsync(string mode, string schema)
    {
        var name = $"shop_{Guid.NewGuid():N}"[..16];
        await Server.InstallCaptureAsync(mode, CancellationToken.None);
        await RunAsync($"DELETE FROM sluice_cdc.outbox; DELETE FROM sluice_cdc.errors; TRUNCATE sluice_cdc.lambda_calls; UPDATE sluice_cdc.settings SET enabled = 1, max_bytes = 240000; CREATE DATABASE {name} CHARACTER SET utf8mb4; USE {name}; {schema}");
        return name;
    }

    internal Task<string> RunAsync(string statements) => Server.RunAsync(statements, CancellationToken.None);

    internal Task EnableAsync(string database, string table) => Server.EnableAsync(database, table, CancellationToken.None);

    /// <summary>What was sent or written since, in order.</summary>
    internal async Task<List<JsonObject>> PayloadsAsync(string mode) => [.. (await TextsAsync(mode)).Select(text => JsonNode.Parse(text)!.AsObject())];

    internal async Task<string[]> TextsAsync(string mode) =>
        (await RunAsync($"SELECT payload FROM sluice_cdc.{(mode == "outbox" ? "outbox" : "lambda_calls")} ORDER BY id")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Names the collection.</summary>
[CollectionDefinition("MariaDB")]
public sealed class MariaDbTests : ICollectionFixture<MariaDb>;
