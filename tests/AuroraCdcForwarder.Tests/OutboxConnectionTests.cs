using Amazon.Runtime;
using MySqlConnector;
using Sluice.Local;
using Sluice.S3ToElasticsearchLoader.Tests;
using Sluice.Tests;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>The outbox's connection: who the server is, and who the function is.</summary>
[Collection("MariaDB")]
public sealed class OutboxConnectionTests(MariaDb db) : IDisposable
{
    const string Secret = $$"""{"username":"{{MariaDbServer.User}}","password":"{{MariaDbServer.Password}}"}""";

    readonly string _otherAuthority = Path.GetTempFileName();

    public void Dispose() => File.Delete(_otherAuthority);

    static Task<MySqlConnection> OpenAsync(OutboxSettings settings, string secret = Secret) =>
        new OutboxConnection(settings, () => new SecretsInMemory(secret), () => Task.FromResult(new ImmutableCredentials("a", "b", null)), "us-east-1", TimeProvider.System).OpenAsync(CancellationToken.None);

    OutboxSettings At(string host, string authorityFile) => new(host, db.Server.Port, "", "arn:secret", "sluice_cdc.outbox", 500, authorityFile, Tls: true);

    [SkippableFact]
    public async Task A_secrets_user_is_let_in_over_TLS_where_the_authority_and_the_name_are_right()
    {
        db.SkipIfAbsent();

        await using var connection = await OpenAsync(At("localhost", db.AuthorityFile));

        await using var command = new MySqlCommand("SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher'", connection);
        Assert.NotEqual("", (string)(await command.ExecuteScalarAsync())!);
    }

    [SkippableFact]
    public async Task A_server_of_another_authority_or_of_another_name_is_refused()
    {
        db.SkipIfAbsent();
        using var other = new TestAuthority();
        await File.WriteAllTextAsync(_otherAuthority, other.Pem);

        foreach (var settings in new[] { At("localhost", _otherAuthority), At("localhost", ""), At("127.0.0.1", db.AuthorityFile) })
            Assert.IsType<System.Security.Authentication.AuthenticationException>((await Assert.ThrowsAsync<MySqlException>(() => OpenAsync(settings))).InnerException);
    }

    [Theory]
    [InlineData("not JSON: hunter2")]
    [InlineData("""{"username":"cdc","pass":"hunter2"}""")]
    [InlineData("""["hunter2"]""")]
    public async Task A_secret_of_another_shape_is_told_without_showing_it(string secret)
    {
        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(new("db", 3306, "", "arn:secret", "a.b", 1, "", true), secret));

        Assert.Contains("arn:secret is not {", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_may_not_be_read_names_the_permission()
    {
        var wrong = await Assert.ThrowsAsync<InvalidDataException>(() => OpenAsync(new("db", 3306, "", "arn:secret", "a.b", 1, "", true), ""));

        Assert.Contains("secretsmanager:GetSecretValue", wrong.Message, StringComparison.Ordinal);
    }
}
