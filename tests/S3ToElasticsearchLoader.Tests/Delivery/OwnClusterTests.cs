namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>The cluster that <c>ELASTICSEARCH_URL</c> names: your own, of whatever product and version. Leaves nothing behind: one index, of a
/// name that nobody else has, which is removed in the end; no templates, no settings.</summary>
/// <remarks><c>ELASTICSEARCH_AUTH</c> is <c>none</c>, <c>basic</c> or <c>api-key</c>, and <c>ELASTICSEARCH_SECRET</c> the secret itself,
/// <c>{"username":"…","password":"…"}</c>.</remarks>
public sealed class OwnClusterTests
{
    static string Env(string name, string otherwise = "") => Environment.GetEnvironmentVariable(name) is { Length: > 0 } set ? set : otherwise;

    [SkippableFact]
    public async Task Documents_arrive_once_and_one_that_does_not_fit_is_rejected_at_its_place()
    {
        var url = Env("ELASTICSEARCH_URL");
        Skip.If(url.Length == 0, "ELASTICSEARCH_URL names no cluster of yours: skipped.");
        await CheckAsync(url, Env("ELASTICSEARCH_AUTH", "none"), Env("ELASTICSEARCH_SECRET"));
    }

    public static async Task CheckAsync(string url, string auth = "none", string secret = "")
    {
        var settings = Some.Settings(url, ("AUTH", auth), ("SECRET", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:own"), ("INSTALL_TEMPLATES", "false"));
        using var target = await DeliveryTarget.ConnectAsync(settings, Some.Secrets(secret), Telemetry.None, TimeProvider.System, RetryBudget.Throttling, CancellationToken.None);
        var index = $"sluice-test-{Guid.NewGuid():N}";
        try
        {
            var first = await SendAsync(target, index, Some.Documents(500));
            Assert.Equal((500, 500, 0, 0), (first.Documents, first.Delivered, first.AlreadyThere, first.Rejected));

            var again = await SendAsync(target, index, Some.Documents(500));
            Assert.Equal((500, 0, 500, 0), (again.Documents, again.Delivered, again.AlreadyThere, again.Rejected));

            string[] wrong = [.. Some.Documents(500), """{"n":501}""", """{"n":{"an":"object"}}""", """{"n":503}"""];
            var mixed = await SendAsync(target, index, wrong);
            Assert.Equal((503, 2, 500, 1), (mixed.Documents, mixed.Delivered, mixed.AlreadyThere, mixed.Rejected));
        }
        finally
        {
            using var client = Some.Client(url, settings.Auth == AuthKind.None ? null : ClusterCredential.Secret(settings.Auth, _ => Task.FromResult(secret)));
            await client.SendAsync(HttpMethod.Delete, "/" + index, default, new ByteBuffer(), CancellationToken.None);
        }
    }

    static async Task<DeliveryReport> SendAsync(DeliveryTarget target, string index, string[] documents)
    {
        var bucket = new BucketInMemory();
        using var letters = new DeadLetters(bucket.Client(), "dead", "failed/", Some.Object, 0);
        using var pipeline = target.Pipeline(letters, CancellationToken.None);
        for (var first = 0; first < documents.Length; first += 100)
        {
            var body = await pipeline.RentAsync();
            Some.Fill(body, documents.Skip(first).Take(100), index, first + 1);
            pipeline.Send(body);
        }
        var report = await pipeline.FinishAsync(CancellationToken.None);
        Assert.True(report.IsComplete);
        return report;
    }
}
