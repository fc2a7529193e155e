using System.Globalization;
using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

static class Some
{
    public static readonly RetryBudget Quick = new(12, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(200));

    public static readonly SourceObject Object = new("logs", "AWSLogs/1/waf/a b.gz", "v1", "e1", 100, DateTimeOffset.UnixEpoch);

    public static readonly Cluster OpenSearch = new(ClusterKind.OpenSearch, 2, "2.19.1");

    public static readonly BulkDialect Dialect = new("create", null, true);

    public static EnvironmentReader Env(params (string Name, string Value)[] set) => new(name => set.LastOrDefault(pair => pair.Name == name).Value);

    public static DeliverySettings Settings(string url, params (string Name, string Value)[] set)
    {
        var env = Env([("ELASTICSEARCH_URL", url), .. set]);
        return env.Complete(DeliverySettings.From(env));
    }

    public static ClusterClient Client(string url, ClusterCredential? credential = null, TimeSpan? timeout = null) =>
        new(new Uri(url), credential ?? ClusterCredential.None, ClusterClient.Connections(null, 8), timeout ?? TimeSpan.FromSeconds(30), TimeProvider.System);

    public static BulkSender Sender(string url, Cluster? cluster = null, RetryBudget? budget = null, TimeSpan? timeout = null, TimeProvider? time = null, params (string, string)[] set) =>
        new(Client(url, timeout: timeout), cluster ?? OpenSearch, Settings(url, set), time ?? TimeProvider.System, budget ?? Quick);

    public static SecretText Secrets(string text) => new(() => new SecretsInMemory(text), () => throw new NotSupportedException());

    public static Task<DeliveryTarget> ConnectAsync(string url, RetryBudget? budget = null, TimeProvider? time = null, Telemetry? telemetry = null, params (string, string)[] set) =>
        DeliveryTarget.ConnectAsync(Settings(url, set), Secrets(""), telemetry ?? Telemetry.None, time ?? TimeProvider.System, budget ?? Quick, CancellationToken.None);

    /// <summary>Documents with ids <c>1</c>, <c>2</c>, … at lines 1, 2, … and offsets 0, 100, ….</summary>
    public static BulkBody Body(IEnumerable<string> documents, string index = "logs", BulkDialect? dialect = null, int first = 1)
    {
        var body = new BulkBody(dialect ?? Dialect);
        Fill(body, documents, index, first);
        return body;
    }

    public static void Fill(BulkBody body, IEnumerable<string> documents, string index = "logs", int first = 1)
    {
        foreach (var document in documents)
        {
            body.Begin(Encoding.UTF8.GetBytes(index), Encoding.UTF8.GetBytes(first.ToString(CultureInfo.InvariantCulture)));
            body.Bytes.Append(Encoding.UTF8.GetBytes(document));
            body.End(first, (first - 1) * 100L);
            first++;
        }
    }

    /// <summary>Small documents that differ.</summary>
    public static string[] Documents(int count, int padding = 0) => [.. Enumerable.Range(1, count).Select(n => $$"""{"n":{{n}},"pad":"{{new string('x', padding)}}"}""")];

    public static void HasAllOnce(BulkOutcome outcome, int documents)
    {
        Assert.Equal(documents, outcome.Delivered + outcome.AlreadyThere + outcome.Rejected.Count + outcome.Unfinished.Count);
        var places = outcome.Rejected.Select(rejection => rejection.Item).Concat(outcome.Unfinished).ToArray();
        Assert.Equal(places.Length, places.Distinct().Count());
    }
}
