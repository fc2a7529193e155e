using System.Globalization;
using MySqlConnector;
using Sluice.Local;
using Sluice.Tests;

namespace Sluice.AuroraCdcForwarder.Tests;

/// <summary>The sweep of the outbox on a real server.</summary>
[Collection("MariaDB")]
public class OutboxTests(MariaDb db)
{
    const string Sweep = """{"version":"0","detail-type":"Scheduled Event","source":"aws.events","detail":{}}""";

    async Task<string> SalesAsync()
    {
        db.SkipIfAbsent();
        var name = await db.DatabaseAsync("outbox", "CREATE TABLE Sales (ItemID INT PRIMARY KEY, Quantity INT);");
        await db.EnableAsync(name, "Sales");
        return name;
    }

    OutboxSweep Sweeper(int rows = 500) => new(
        new OutboxSettings("127.0.0.1", db.Server.Port, "", "", "sluice_cdc.outbox", rows, "", Tls: false), _ => ConnectAsync());

    async Task<MySqlConnection> ConnectAsync()
    {
        var connection = new MySqlConnection(new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1",
            Port = (uint)db.Server.Port,
            UserID = MariaDbServer.User,
            Password = MariaDbServer.Password,
            SslMode = MySqlSslMode.None,
            Pooling = false,
        }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    Task<string> LeftAsync() => db.RunAsync("SELECT COUNT(*) FROM sluice_cdc.outbox");

    [SkippableFact]
    public async Task What_is_committed_is_delivered_once_and_leaves_the_outbox()
    {
        var name = await SalesAsync();
        await db.RunAsync($"USE {name}; INSERT INTO Sales VALUES {string.Join(',', Enumerable.Range(0, 120).Select(i => string.Create(CultureInfo.InvariantCulture, $"({i},1)")))}; BEGIN; INSERT INTO Sales VALUES (1000, 1); ROLLBACK;");
        var bench = new Bench();

        var answer = await bench.InvokeAsync(Sweep, Sweeper(rows: 50));

        Assert.Equal("""{"changes":120,"delivered":120,"dropped":0,"failed":0}""", answer.ToJsonString());
        Assert.Equal(120, bench.Stream.Lines.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("0", await LeftAsync());
    }

    [SkippableFact]
    public async Task A_transaction_that_commits_late_is_not_passed_by()
    {
        var name = await SalesAsync();
        var bench = new Bench();
        await using (var late = await ConnectAsync())
        {
            using var begin = new MySqlCommand($"BEGIN; INSERT INTO {name}.Sales VALUES (1, 1)", late);
            await begin.ExecuteNonQueryAsync();
            await db.RunAsync($"INSERT INTO {name}.Sales VALUES (2, 1)");
            await bench.InvokeAsync(Sweep, Sweeper());
            Assert.Single(bench.Stream.Lines);
            using var commit = new MySqlCommand("COMMIT", late);
            await commit.ExecuteNonQueryAsync();
        }

        await bench.InvokeAsync(Sweep, Sweeper());

        Assert.Equal(2, bench.Stream.Lines.Count);
        Assert.Equal("0", await LeftAsync());
    }

    [SkippableFact]
    public async Task What_the_stream_refuses_stays_for_the_next_sweep()
    {
        var name = await SalesAsync();
        await db.RunAsync($"INSERT INTO {name}.Sales VALUES (1,1),(2,1),(3,1)");
        var refusing = new Bench { Stream = new() { Refuse = (_, line) => line.Contains("\"ItemID\":2", StringComparison.Ordinal) ? "ServiceUnavailableException" : null } };

        await Assert.ThrowsAsync<ChangesFailedException>(() => refusing.InvokeAsync(Sweep, Sweeper()));

        Assert.Equal("1", await LeftAsync());
        var bench = new Bench();
        await bench.InvokeAsync(Sweep, Sweeper());
        Assert.Contains("\"ItemID\":2", Assert.Single(bench.Stream.Lines), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_row_that_is_no_change_goes_to_the_failure_queue_and_does_not_block_the_rest()
    {
        var name = await SalesAsync();
        await db.RunAsync($"INSERT INTO sluice_cdc.outbox (payload) VALUES ('no JSON'), ('[]'); INSERT INTO {name}.Sales VALUES (1,1)");
        var bench = new Bench();

        await bench.InvokeAsync(Sweep, Sweeper());

        Assert.Equal(2, bench.Queue!.Messages.Count);
        Assert.Single(bench.Stream.Lines);
        Assert.Equal("0", await LeftAsync());
    }

    [SkippableFact]
    public async Task Two_sweeps_at_once_do_not_send_the_same_rows()
    {
        var name = await SalesAsync();
        await db.RunAsync($"INSERT INTO {name}.Sales VALUES (1,1)");
        var bench = new Bench();
        await using (var other = await ConnectAsync())
        {
            using var locked = new MySqlCommand("SELECT GET_LOCK('sluice_cdc_sweep', 0)", other);
            await locked.ExecuteScalarAsync();
            await bench.InvokeAsync(Sweep, Sweeper());
        }

        Assert.Empty(bench.Stream.Lines);
        Assert.Equal("1", await LeftAsync());
    }
}

/// <summary>The password of IAM authentication, against botocore's.</summary>
public class RdsTokenTests
{
    [Fact]
    public void A_token_is_botocores()
    {
        // The parameters' order is no part of a signature.
        static IEnumerable<string> Parts(string token) => token.Trim().Split('?', '&').Order(StringComparer.Ordinal);
        var expected = File.ReadAllText(Repo.File("tests", "AuroraCdcForwarder.Tests", "Captures", "rds-token-of-botocore.txt"));

        var token = RdsToken.Make("shop.cluster-abc.eu-west-1.rds.amazonaws.com", 3306, "sluice_sweep", "eu-west-1",
            new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "to+ken/="), new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

        Assert.Equal(Parts(expected), Parts(token));
    }
}
