using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Sluice.Local.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Ledger and floods in a table of moto: conditions, counts that are added up, and the end of what has expired.</summary>
public sealed class TableTests(MotoFixture moto) : IClassFixture<MotoFixture>
{
    readonly ManualTime _time = new(States.Start);

    async Task<(AmazonDynamoDBClient Client, string Name)> TableAsync()
    {
        MotoFixture.SkipWithoutMoto();
        var client = new AmazonDynamoDBClient(new BasicAWSCredentials("AKIALOCAL00000000000", "local"), new AmazonDynamoDBConfig { ServiceURL = moto.Aws.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
        return (client, await MakeAsync(client));
    }

    /// <summary>A table as the template has it.</summary>
    internal static async Task<string> MakeAsync(AmazonDynamoDBClient client)
    {
        var name = $"ledger-{Guid.NewGuid():N}";
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("id", ScalarAttributeType.S), new("account", ScalarAttributeType.S)],
            KeySchema = [new("id", KeyType.HASH), new("account", KeyType.RANGE)],
        });
        return name;
    }

    [SkippableFact]
    public async Task Of_many_at_the_same_time_one_tells_and_the_finding_is_kept_beside()
    {
        var (client, name) = await TableAsync();
        using (client)
        {
            var finding = States.Of();
            var claims = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() =>
                new FindingLedger(new LedgerTable(client, name, TimeSpan.FromDays(90), _time), _time)
                    .ClaimAsync(finding, States.To(States.Chat), $"event {i}", TimeSpan.FromHours(6), TimeSpan.FromMinutes(1), default))));
            Assert.Single(claims, claim => claim.Copy is null);
            var stored = Assert.Single(await new LedgerTable(client, name, TimeSpan.FromDays(90), _time).ReadAllAsync("eu-west-1/f1", default));
            Assert.Equal(finding.Raw.ToArray(), stored.Finding.ToArray());
            Assert.Equal(["198.51.100.7"], stored.Entry.Remotes);
        }
    }

    [SkippableFact]
    public async Task A_finding_without_an_account_is_told_once_and_counted_in_floods_too()
    {
        var (client, name) = await TableAsync();
        using (client)
        {
            var finding = States.Of(account: "");
            var ledger = new FindingLedger(new LedgerTable(client, name, TimeSpan.FromDays(90), _time), _time);
            Task<Claim> Claim(string owner) => ledger.ClaimAsync(finding, States.To(States.Chat), owner, TimeSpan.FromHours(6), TimeSpan.FromMinutes(1), default);
            await ledger.CompleteAsync(finding.Region, finding.Id, "", await Claim("1"), ["chat"], isDone: true, default);
            Assert.NotNull((await Claim("2")).Copy);

            var floods = new FloodTable(client, name, _time);
            for (var i = 0; i < 3; i++) await floods.AddAsync(States.Of(id: $"f{i}", account: ""), ["chat"], threshold: 1, TimeSpan.FromMinutes(15), default);
            _time.Pass(TimeSpan.FromHours(1));
            var flood = Assert.Single(await floods.EndedAsync(threshold: 1, default)).Flood;
            Assert.Equal((3, ""), (flood.Count, flood.AccountId));
            await floods.CloseAsync(flood, default);
            Assert.Empty(await floods.EndedAsync(threshold: 1, default));
        }
    }

    [SkippableFact]
    public async Task What_has_expired_is_forgotten_although_DynamoDB_has_not_deleted_it_yet()
    {
        var (client, name) = await TableAsync();
        using (client)
        {
            var ledger = new FindingLedger(new LedgerTable(client, name, TimeSpan.FromDays(90), _time), _time);
            Task<Claim> Claim(string owner) => ledger.ClaimAsync(States.Of(), States.To(States.Chat), owner, TimeSpan.FromHours(6), TimeSpan.FromMinutes(1), default);
            await ledger.CompleteAsync("eu-west-1", "f1", "111122223333", await Claim("1"), ["chat"], isDone: true, default);
            Assert.NotNull((await Claim("2")).Copy);
            _time.Pass(TimeSpan.FromDays(91));
            Assert.Equal((NoticeKind.New, null), (await Claim("3") is var late ? late.Kind : default, late.Copy));
        }
    }

    [SkippableFact]
    public async Task Findings_of_a_flood_are_counted_whoever_counts_them_and_the_group_stays_listed_until_it_is_closed()
    {
        var (client, name) = await TableAsync();
        using (client)
        {
            var floods = new FloodTable(client, name, _time);
            var window = TimeSpan.FromMinutes(15);
            var counted = await Task.WhenAll(Enumerable.Range(0, 15).Select(i => Task.Run(() =>
                floods.AddAsync(States.Of(id: $"f{i}", severity: i == 7 ? 8 : 5), ["chat"], threshold: 10, window, default))));
            await floods.AddAsync(States.Of(id: "other", account: "444455556666"), ["chat"], threshold: 10, window, default);
            Assert.Empty(await floods.EndedAsync(10, default));

            _time.Pass(window);
            var (flood, raw, destinations) = Assert.Single(await floods.EndedAsync(10, default));
            Assert.Equal(("111122223333", 15, 5, 8.0), (flood.AccountId, flood.Count, flood.Grouped, flood.HighestSeverity));
            Assert.Equal(States.Start, flood.Since);
            Assert.Equal(15, flood.Subjects.Count);
            Assert.Equal("""{"id":"f7"}""", System.Text.Encoding.UTF8.GetString(raw.Span));
            Assert.Equal(["chat"], destinations);
            Assert.Equal(Enumerable.Range(1, 15), counted.Select(one => one.Flood.Count).Order());
            await floods.CloseAsync(flood, default);
            Assert.Empty(await floods.EndedAsync(10, default));
        }
    }
}
