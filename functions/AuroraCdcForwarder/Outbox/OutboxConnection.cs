using System.Text.Json;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using MySqlConnector;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Opens connections to the server that has the outbox.</summary>
/// <param name="settings">Where it is.</param>
/// <param name="secrets">Makes the client, where a secret is set.</param>
/// <param name="credentials">The function's own, for IAM authentication.</param>
/// <param name="region">The function's own.</param>
/// <param name="time">The clock of tokens.</param>
sealed class OutboxConnection(OutboxSettings settings, Func<IAmazonSecretsManager> secrets, Func<Task<ImmutableCredentials>> credentials, string region, TimeProvider time)
{
    /// <summary>Opens one. A secret is read each time, so that a rotation is seen.</summary>
    /// <exception cref="InvalidDataException">The secret cannot be read or has not the right members.</exception>
    public async Task<MySqlConnection> OpenAsync(CancellationToken deadline)
    {
        var (user, password) = settings.SecretArn.Length > 0 ? await SecretAsync(deadline)
            : (settings.User, RdsToken.Make(settings.Host, settings.Port, settings.User, region, await credentials(), time.GetUtcNow()));
        var options = new MySqlConnectionStringBuilder
        {
            Server = settings.Host,
            Port = (uint)settings.Port,
            UserID = user,
            Password = password,
            SslMode = settings.Tls ? MySqlSslMode.VerifyFull : MySqlSslMode.None,
            // An environment of Lambda sleeps between sweeps: what a pool holds would be dead.
            Pooling = false,
            // Without TLS the server's public key is asked for over the same wire.
            AllowPublicKeyRetrieval = !settings.Tls,
            CharacterSet = "utf8mb4",
            ConnectionTimeout = 10,
            DefaultCommandTimeout = 30,
        };
        if (settings.CertificateFile.Length > 0) options.SslCa = settings.CertificateFile;
        var connection = new MySqlConnection(options.ConnectionString);
        try
        {
            await connection.OpenAsync(deadline);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    async Task<(string User, string Password)> SecretAsync(CancellationToken deadline)
    {
        string? text;
        try
        {
            using var client = secrets();
            text = (await client.GetSecretValueAsync(new GetSecretValueRequest { SecretId = settings.SecretArn }, deadline)).SecretString;
        }
        catch (AmazonServiceException refused)
        {
            throw new InvalidDataException($"{settings.SecretArn} cannot be read ({refused.ErrorCode}): the function's role needs secretsmanager:GetSecretValue on it, and kms:Decrypt for a key of your own.", refused);
        }
        try
        {
            using var json = JsonDocument.Parse(text ?? "");
            return (PayloadReader.Text(json.RootElement, "username"), PayloadReader.Text(json.RootElement, "password"));
        }
        catch (Exception wrong) when (wrong is JsonException or ChangeException)
        {
            // Neither message nor cause: they could show the secret.
            throw new InvalidDataException($"{settings.SecretArn} is not {{\"username\":\"...\",\"password\":\"...\"}}.");
        }
    }
}
