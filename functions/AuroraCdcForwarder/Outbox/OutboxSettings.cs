using System.Text.RegularExpressions;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Where the outbox is, and how the function shows who it is.</summary>
/// <param name="Host">The cluster's writer endpoint (<c>OUTBOX_HOST</c>).</param>
/// <param name="Port">Its port (<c>OUTBOX_PORT</c>).</param>
/// <param name="User">The user of IAM authentication; a secret has its own (<c>OUTBOX_USER</c>).</param>
/// <param name="SecretArn">A secret <c>{"username","password"}</c>; empty asks for IAM authentication (<c>OUTBOX_SECRET_ARN</c>).</param>
/// <param name="Table">The table (<c>OUTBOX_TABLE</c>).</param>
/// <param name="BatchRows">Rows that are read, sent and deleted at a time (<c>OUTBOX_BATCH_ROWS</c>).</param>
/// <param name="CertificateFile">Bundle of the authorities that the server's certificate must come from; empty takes the system's (<c>OUTBOX_CA_FILE</c>).</param>
/// <param name="Tls">Whether the connection is encrypted and the server's name checked (<c>OUTBOX_TLS</c>).</param>
sealed partial record OutboxSettings(string Host, int Port, string User, string SecretArn, string Table, int BatchRows, string CertificateFile, bool Tls)
{
    /// <summary>Reads them; <c>null</c> where no host is set.</summary>
    public static OutboxSettings? From(EnvironmentReader env)
    {
        var host = env.Text("OUTBOX_HOST", "");
        if (host.Length == 0) return null;
        var (user, secret) = (env.Text("OUTBOX_USER", ""), env.Text("OUTBOX_SECRET_ARN", ""));
        if (user.Length == 0 && secret.Length == 0) env.Problem("OUTBOX_HOST needs OUTBOX_SECRET_ARN, or OUTBOX_USER for IAM authentication");
        var tls = env.Choice("OUTBOX_TLS", true, ("verify", true), ("none", false));
        if (!tls && secret.Length == 0) env.Problem("OUTBOX_TLS=none would send an IAM token in the clear: set OUTBOX_SECRET_ARN or leave OUTBOX_TLS alone");
        var table = env.Text("OUTBOX_TABLE", "sluice_cdc.outbox");
        if (!TableName().IsMatch(table)) env.Problem($"OUTBOX_TABLE='{table}' is not database.table in letters, digits and underscores");
        return new OutboxSettings(host, env.WholeNumber("OUTBOX_PORT", fallback: 3306, min: 1, max: 65535), user, secret, table,
            env.WholeNumber("OUTBOX_BATCH_ROWS", fallback: 500, min: 1, max: 10_000), env.Text("OUTBOX_CA_FILE", ""), tls);
    }

    [GeneratedRegex("^[A-Za-z0-9_]+\\.[A-Za-z0-9_]+\\z")]
    private static partial Regex TableName();
}
