using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.Runtime.Credentials;
using Amazon.S3;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The cluster, known and connected: made at the first invocation, kept for the life of the environment.</summary>
sealed class DeliveryTarget : IDisposable
{
    readonly DeliverySettings _settings;
    readonly ClusterClient _client;
    readonly BulkSender _sender;

    DeliveryTarget(DeliverySettings settings, ClusterClient client, Cluster cluster, Telemetry telemetry, TimeProvider time, RetryBudget budget)
    {
        (_settings, _client, Cluster) = (settings, client, cluster);
        Dialect = cluster.Dialect(settings.Operation, settings.DocumentType, settings.WithIds);
        Templates = new IndexTemplates(client, cluster, settings, telemetry);
        _sender = new BulkSender(client, cluster, settings, time, budget);
    }

    /// <summary>Who is at the other end.</summary>
    public Cluster Cluster { get; }

    /// <summary>How its documents are announced.</summary>
    public BulkDialect Dialect { get; }

    /// <summary>What can be installed there.</summary>
    public IndexTemplates Templates { get; }

    /// <summary>Connects.</summary>
    /// <param name="settings">Where to and how.</param>
    /// <param name="secrets">Reads what settings name.</param>
    /// <param name="telemetry">For what is installed.</param>
    /// <param name="time">The clock of waits and signatures.</param>
    /// <param name="budget">How patient.</param>
    /// <param name="deadline">Ends it.</param>
    /// <exception cref="ClusterException">There is no cluster, or it does not let us in.</exception>
    public static async Task<DeliveryTarget> ConnectAsync(DeliverySettings settings, SecretText secrets, Telemetry telemetry, TimeProvider time, RetryBudget budget, CancellationToken deadline)
    {
        // One connection beyond the bodies' for templates.
        var handler = ClusterClient.Connections(await AuthoritiesAsync(settings.CaCertificate, secrets, deadline), settings.Concurrency + 1);
        var client = new ClusterClient(settings.Url, CredentialOf(settings, secrets, time), handler, settings.Timeout, time);
        try
        {
            var cluster = settings.Kind != ClusterKind.Unknown
                ? new Cluster(settings.Kind, settings.Major, $"{settings.Major}.x")
                : await ClusterProbe.ProbeAsync(client, budget, time, deadline);
            return new DeliveryTarget(settings, client, cluster, telemetry, time, budget);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The dead letters of a run; <c>null</c> where there is no place for them.</summary>
    /// <param name="s3">Writes them.</param>
    /// <param name="source">What is loaded.</param>
    /// <param name="start">The offset that the run begins at.</param>
    public DeadLetters? DeadLettersOf(IAmazonS3 s3, SourceObject source, long start) =>
        _settings.FailedBucket.Length == 0 ? null : new DeadLetters(s3, _settings.FailedBucket, _settings.FailedPrefix, source, start);

    /// <summary>A pipeline for one run over one object.</summary>
    /// <param name="deadLetters">Keeps what is rejected; <c>null</c> where there is no place.</param>
    /// <param name="deadline">What is not decided by then is unfinished.</param>
    /// <param name="expectedBytes">Of all documents, roughly; 0 where nothing is known.</param>
    public BulkPipeline Pipeline(DeadLetters? deadLetters, CancellationToken deadline, long expectedBytes = 0) => new(_sender, Dialect, _settings.Concurrency, deadLetters, expectedBytes, deadline);

    static ClusterCredential CredentialOf(DeliverySettings settings, SecretText secrets, TimeProvider time) => settings.Auth switch
    {
        AuthKind.Basic or AuthKind.ApiKey => ClusterCredential.Secret(settings.Auth, cancellation => ReadAsync(secrets, settings.Secret, cancellation)),
        AuthKind.SigV4 => Signed(settings, time),
        _ => ClusterCredential.None,
    };

    static ClusterCredential Signed(DeliverySettings settings, TimeProvider time)
    {
        // The SDK's chain: the role of the function in Lambda; it refreshes what expires.
        var keys = DefaultAWSCredentialsIdentityResolver.GetCredentials();
        return ClusterCredential.Signed(new SigV4(settings.Region, settings.Service, time), keys.GetCredentialsAsync);
    }

    static async Task<X509Certificate2Collection?> AuthoritiesAsync(string setting, SecretText secrets, CancellationToken cancellation)
    {
        if (setting.Length == 0) return null;
        var pem = setting.StartsWith("-----BEGIN", StringComparison.Ordinal) ? setting : await ReadAsync(secrets, setting, cancellation);
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            // Said below.
        }
        return authorities.Count > 0 ? authorities : throw new ClusterException("CA_CERTIFICATE holds no certificate: it takes PEM, -----BEGIN CERTIFICATE-----, or the name of a parameter or the ARN of a secret that holds it.");
    }

    static async Task<string> ReadAsync(SecretText secrets, string reference, CancellationToken cancellation)
    {
        try
        {
            return await secrets.ReadAsync(reference, cancellation);
        }
        catch (SecretException unread)
        {
            throw new ClusterException(unread.Message, unread.Passes, unread);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Templates.Dispose();
        _sender.Dispose();
        _client.Dispose();
    }
}
