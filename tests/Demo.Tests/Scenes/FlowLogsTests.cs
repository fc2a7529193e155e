namespace Sluice.Local.Tests;

public class FlowLogsTests
{
    static readonly DateTimeOffset s_from = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);

    static FlowLogs Make(int seed = 1) => FlowLogs.Make(seed, "us-east-1", s_from, interfaces: 3, batches: 4, lines: 300);

    [Fact]
    public void The_same_seed_gives_the_same_lines()
    {
        Assert.Equal(Make().Lines, Make().Lines);
        Assert.NotEqual(Make().Lines, Make(seed: 2).Lines);
    }

    [Fact]
    public void Lines_are_flow_log_records_of_version_2_of_several_interfaces()
    {
        var logs = Make();

        Assert.Equal((3600, 12), (logs.Lines.Count(), logs.BatchCount));
        Assert.All(logs.Lines, line => Assert.Equal((14, "2"), (line.Split(' ').Length, line.Split(' ')[0])));
        Assert.Equal(3, logs.Lines.Select(line => line.Split(' ')[2]).Distinct().Count());
    }

    [Fact]
    public void A_batch_is_one_that_CloudWatch_Logs_takes() => Assert.All(Make().Streams.SelectMany(stream => stream.Batches), batch =>
    {
        Assert.Equal(batch.Select(line => line.Timestamp).Order(), batch.Select(line => line.Timestamp));
        // The service adds 26 bytes to each event, and takes 1 MiB a call.
        Assert.True(batch.Sum(line => line.Message.Length + 26) <= 1 << 20);
        Assert.InRange(batch[^1].Timestamp, s_from.ToUnixTimeMilliseconds(), s_from.AddHours(1).ToUnixTimeMilliseconds());
    });
}
