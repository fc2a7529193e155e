using MySqlConnector;

namespace Sluice.Local;

/// <summary>A server that sample sales are loaded into.</summary>
/// <param name="Host">Its name, which its certificate must have.</param>
/// <param name="Port">Its port.</param>
/// <param name="User">An account that may insert into <c>Sales</c>.</param>
/// <param name="Password">Its password.</param>
/// <param name="Database">The database that has the table.</param>
/// <param name="Tls">Whether the connection is encrypted and the certificate checked.</param>
/// <param name="CertificateFile">PEM of the authorities; empty takes the system's.</param>
sealed record SalesServer(string Host, int Port, string User, string Password, string Database, bool Tls, string CertificateFile);

/// <summary>Loads sample sales: all rows or none.</summary>
static class SalesLoad
{
    /// <summary>Runs the statements in one transaction.</summary>
    /// <exception cref="UserError">The server refuses; the message has its own.</exception>
    public static async Task RunAsync(SalesServer server, IEnumerable<string> statements, CancellationToken cancellation)
    {
        var options = new MySqlConnectionStringBuilder
        {
            Server = server.Host,
            Port = (uint)server.Port,
            UserID = server.User,
            Password = server.Password,
            Database = server.Database,
            SslMode = server.Tls ? MySqlSslMode.VerifyFull : MySqlSslMode.None,
            AllowPublicKeyRetrieval = !server.Tls,
            CharacterSet = "utf8mb4",
            ConnectionTimeout = 10,
            Pooling = false,
        };
        if (server.CertificateFile.Length > 0) options.SslCa = server.CertificateFile;
        try
        {
            await using var connection = new MySqlConnection(options.ConnectionString);
            await connection.OpenAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            foreach (var statement in statements)
            {
                await using var command = new MySqlCommand(statement, connection, transaction);
                await command.ExecuteNonQueryAsync(cancellation);
            }
            await transaction.CommitAsync(cancellation);
        }
        catch (MySqlException refused)
        {
            throw new UserError($"{server.Host}:{server.Port} took no row: {refused.Message}", ExitCode.Failure);
        }
    }
}
