using System.Text.RegularExpressions;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Where documents go, and how.</summary>
/// <param name="Url">The cluster (<c>ELASTICSEARCH_URL</c>).</param>
/// <param name="Kind">Which product, where <c>GET /</c> shall not tell (<c>CLUSTER</c>).</param>
/// <param name="Major">The version that goes with <paramref name="Kind"/>; 0 where it is not told.</param>
/// <param name="Auth">How the function shows who it is (<c>AUTH</c>).</param>
/// <param name="Secret">A secret's ARN or a parameter's name (<c>SECRET</c>).</param>
/// <param name="Region">The region of signatures.</param>
/// <param name="Service">The service of signatures: <c>es</c> or <c>aoss</c>.</param>
/// <param name="CaCertificate">PEM, or where it is kept (<c>CA_CERTIFICATE</c>); empty for the system's authorities.</param>
/// <param name="DocumentType">The mapping type of Elasticsearch 6 (<c>DOCUMENT_TYPE</c>).</param>
/// <param name="WithIds">Whether documents have ids (<c>DOCUMENT_IDS</c>).</param>
/// <param name="Operation"><c>create</c> or <c>index</c> (<c>BULK_OPERATION</c>).</param>
/// <param name="BulkBytes">Where a body is full (<c>BULK_MEGABYTES</c>).</param>
/// <param name="Concurrency">Requests at once (<c>BULK_CONCURRENCY</c>).</param>
/// <param name="Gzip">Whether requests are compressed (<c>BULK_GZIP</c>).</param>
/// <param name="Timeout">Of one request (<c>BULK_TIMEOUT_SECONDS</c>).</param>
/// <param name="FailedBucket">Where dead letters go (<c>FAILED_BUCKET</c>); empty: a rejection fails the invocation.</param>
/// <param name="FailedPrefix">Before their keys (<c>FAILED_PREFIX</c>).</param>
/// <param name="InstallTemplates">Whether to install index templates that are missing (<c>INSTALL_TEMPLATES</c>).</param>
/// <param name="DataStreams">Whether they make data streams (<c>DATA_STREAMS</c>).</param>
/// <param name="RetentionDays">After how many days a lifecycle policy deletes; 0 installs none (<c>RETENTION_DAYS</c>).</param>
sealed partial record DeliverySettings(
    Uri Url, ClusterKind Kind, int Major, AuthKind Auth, string Secret, string Region, string Service, string CaCertificate,
    string DocumentType, bool WithIds, string Operation, int BulkBytes, int Concurrency, bool Gzip, TimeSpan Timeout,
    string FailedBucket, string FailedPrefix, bool InstallTemplates, bool DataStreams, int RetentionDays)
{
    /// <summary>Reads the environment; mistakes are noted in <paramref name="env"/>.</summary>
    public static DeliverySettings From(EnvironmentReader env)
    {
        var url = env.HttpUrl("ELASTICSEARCH_URL");
        var host = url?.Host ?? "";
        if (url?.UserInfo.Length > 0) env.Problem("ELASTICSEARCH_URL holds a user name or a password: settings are no place for them, use AUTH and SECRET");
        var byHost = (host.EndsWith(".aoss.amazonaws.com", StringComparison.Ordinal) ? ClusterKind.OpenSearchServerless : ClusterKind.Unknown, 0);
        var (kind, major) = env.Choice("CLUSTER", byHost,
            ("auto", byHost), ("elasticsearch6", (ClusterKind.Elasticsearch, 6)), ("elasticsearch", (ClusterKind.Elasticsearch, 8)),
            ("opensearch", (ClusterKind.OpenSearch, 2)), ("opensearch-serverless", (ClusterKind.OpenSearchServerless, 2)));
        var aws = AwsHost().Match(host);
        var auth = env.Choice("AUTH", aws.Success ? AuthKind.SigV4 : AuthKind.None,
            ("none", AuthKind.None), ("basic", AuthKind.Basic), ("api-key", AuthKind.ApiKey), ("sigv4", AuthKind.SigV4));
        var secret = env.Text("SECRET", "");
        if (auth is AuthKind.Basic or AuthKind.ApiKey && secret.Length == 0) env.Problem("SECRET is missing, expected the ARN of a secret or the name of a parameter that holds what AUTH asks for");
        if (auth is AuthKind.Basic or AuthKind.ApiKey && url?.Scheme == "http" && !url.IsLoopback) env.Problem("ELASTICSEARCH_URL is http: the credentials of AUTH would travel in clear, use https");
        var region = aws.Success ? aws.Groups["region"].Value : env.Text("AWS_REGION", "");
        if (auth == AuthKind.SigV4 && region.Length == 0) env.Problem("AWS_REGION is missing and the host of ELASTICSEARCH_URL does not tell the region: signatures need it");
        var operation = env.Choice("BULK_OPERATION", false, ("create", false), ("index", true)) ? "index" : "create";
        var dataStreams = env.Switch("DATA_STREAMS", false);
        if (dataStreams && operation == "index") env.Problem("BULK_OPERATION='index' does not go with DATA_STREAMS: a data stream takes create only");
        var prefix = env.Text("FAILED_PREFIX", "failed/");
        return new DeliverySettings(
            Url: url!, Kind: kind, Major: major, Auth: auth, Secret: secret, Region: region,
            Service: kind == ClusterKind.OpenSearchServerless ? "aoss" : "es",
            CaCertificate: env.Text("CA_CERTIFICATE", "").Replace("\\n", "\n", StringComparison.Ordinal),
            DocumentType: env.Text("DOCUMENT_TYPE", "_doc"),
            WithIds: env.Switch("DOCUMENT_IDS", true),
            Operation: operation,
            BulkBytes: env.WholeNumber("BULK_MEGABYTES", fallback: 5, min: 1, max: 9) << 20,
            Concurrency: env.WholeNumber("BULK_CONCURRENCY", fallback: 2, min: 1, max: 16),
            Gzip: env.Switch("BULK_GZIP", true),
            Timeout: TimeSpan.FromSeconds(env.WholeNumber("BULK_TIMEOUT_SECONDS", fallback: 60, min: 1, max: 600)),
            FailedBucket: env.Text("FAILED_BUCKET", ""),
            FailedPrefix: prefix.EndsWith('/') ? prefix : prefix + "/",
            InstallTemplates: env.Switch("INSTALL_TEMPLATES", true),
            DataStreams: dataStreams,
            RetentionDays: env.WholeNumber("RETENTION_DAYS", fallback: 0, min: 0, max: 36500));
    }

    /// <summary>Whether an object is one of dead letters: loading them whenever they are written would never end.</summary>
    public bool HoldsDeadLetters(string bucket, string key) => FailedBucket == bucket && key.StartsWith(FailedPrefix, StringComparison.Ordinal);

    /// <summary>A host of Amazon OpenSearch Service or of Serverless names its region: <c>x.eu-west-1.es.amazonaws.com</c>.</summary>
    [GeneratedRegex(@"\.(?<region>[a-z]{2}(-[a-z]+)+-\d)\.(es|aoss)\.amazonaws\.com(\.cn)?$", RegexOptions.CultureInvariant)]
    private static partial Regex AwsHost();
}
