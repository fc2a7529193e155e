using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Amazon.S3.Model;
using Sluice.Local;
using Sluice.Tests;

namespace Sluice.WafLogCopier.Tests;

/// <summary>The documented SQL, parsed as Athena's and run over what the copier wrote.</summary>
[Collection(nameof(StrictS3))]
public sealed class AthenaTests(StrictS3 server) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("sluice-athena-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static string Sql(string name) => File.ReadAllText(Repo.File("functions", "WafLogCopier", "athena", name));

    /// <summary>Copies logs, and lays the copies down as files.</summary>
    /// <returns>The records of all that have a partition.</returns>
    async Task<IReadOnlyList<JsonNode>> CopyAsync()
    {
        await DocumentedSql.SkipIfAbsentAsync();
        await using var scene = await Scene.StartAsync(server);
        var logs = WafLogs.Make(3, "us-east-1", TimeProvider.System.GetUtcNow().AddHours(-3), files: 3);
        foreach (var one in logs)
        {
            using var body = new MemoryStream(one.Body);
            var put = await scene.Resource.PutObjectAsync(new PutObjectRequest { BucketName = scene.Source, Key = one.Key, InputStream = body });
            var record = scene.Record(one.Key, one.Body.Length, put.ETag);
            record["awsRegion"] = "us-east-1";
            await Scene.InvokeAsync(scene.Handler(("KEY_MAPPING", $"{scene.Source}/=>account={Deployment.Account}")), Scene.Event(record));
        }
        foreach (var key in await scene.KeysAsync())
        {
            var file = Path.Combine(_folder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using var answer = await scene.Central.GetObjectAsync(scene.Target, key);
            await answer.WriteResponseStreamToFileAsync(file, false, CancellationToken.None);
        }
        return [.. logs.Where(one => one.Partition is not null).SelectMany(one => Lines(one.Body)).Select(JsonLine.Parse).OfType<JsonNode>()];
    }

    static string[] Lines(byte[] body)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(body), CompressionMode.Decompress));
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    async Task<string[]> RunAsync(string name) => [.. (await DocumentedSql.RunJsonAsync("athena", Sql("waf_logs.sql"), Sql(name), _folder)).Select(row => string.Join(' ', row))];

    static string Text(JsonNode record, string path) => path.Split('.').Aggregate(record, (node, name) => node[name]!).ToString();

    [SkippableFact]
    public async Task Each_query_gives_what_a_count_by_hand_gives()
    {
        var records = await CopyAsync();
        var blocked = records.Where(one => Text(one, "action") == "BLOCK").ToList();

        var byClient = blocked.CountBy(one => $"{Text(one, "httpRequest.clientIp")} {Text(one, "httpRequest.country")} {Text(one, "webaclId").Split('/')[2]} {Text(one, "terminatingRuleId")} {Text(one, "httpRequest.uri")}");
        var found = await RunAsync("blocked-by-client.sql");
        Assert.Equal(Math.Min(100, byClient.Count()), found.Length);
        Assert.Subset(byClient.Select(one => $"{one.Key} {one.Value}").ToHashSet(), found.ToHashSet());
        Assert.Equal(found.Select(Last), found.Select(Last).OrderDescending());

        var clients = records.GroupBy(one => (Text(one, "httpRequest.clientIp"), Text(one, "httpRequest.country"))).Select(group =>
        {
            var (all, bad) = (group.Count(), group.Count(one => Text(one, "action") == "BLOCK"));
            return $"{group.Key.Item1} {group.Key.Item2} {all} {bad} {all - bad} {(Math.Round(100.0 * bad / all, 1, MidpointRounding.AwayFromZero) is var percent && percent % 1 == 0 ? $"{percent:0}" : percent.ToString("0.0", CultureInfo.InvariantCulture))}";
        }).ToHashSet();
        found = await RunAsync("clients.sql");
        Assert.Equal(100, found.Length);
        Assert.Subset(clients, found.ToHashSet());

        var hours = records.CountBy(one => (DateTimeOffset.FromUnixTimeMilliseconds((long)one["timestamp"]!).ToString("yyyy-MM-dd HH:00:00", CultureInfo.InvariantCulture), Text(one, "action")));
        found = await RunAsync("by-hour.sql");
        foreach (var ((hour, action), count) in hours)
            Assert.Equal(count, found.Where(row => row.StartsWith(hour, StringComparison.Ordinal) && row.Contains($" {action} ", StringComparison.Ordinal)).Sum(Last));
        Assert.Equal(records.Count, found.Sum(Last));

        found = await RunAsync("headers.sql");
        Assert.Equal([$"Mozilla/5.0 {blocked.Count} {blocked.Select(one => Text(one, "httpRequest.clientIp")).Distinct().Count()}"], found);

        var broken = Assert.Single(await RunAsync("broken-lines.sql"));
        Assert.Matches("^123456789012/us-east-1/aws-waf-logs-checkout/.*\\.gz 1$", broken);

        static int Last(string row) => int.Parse(row[(row.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }

    [SkippableFact]
    public async Task A_clause_that_Athena_does_not_have_is_seen()
    {
        await DocumentedSql.SkipIfAbsentAsync();
        await DocumentedSql.ParseAsync("athena", Sql("clients.sql"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => DocumentedSql.ParseAsync("athena", Sql("clients.sql").Replace("GROUP BY", "GROUPED BY", StringComparison.Ordinal)));
    }
}
