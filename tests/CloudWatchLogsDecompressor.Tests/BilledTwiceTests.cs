using System.Globalization;
using Xunit.Abstractions;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>The whole loop through the stream until nothing goes back any more: how often the function runs, and how much Firehose bills twice.</summary>
/// <remarks>As the blueprint was measured (3 to 20 invocations, 1.5 to 10.9 times the bytes): what goes back comes back together.</remarks>
public class BilledTwiceTests(ITestOutputHelper output)
{
    /// <summary>A full buffer of 3 MiB: many records of 60 events, which compress to about a fifth.</summary>
    static readonly Lazy<byte[][]> s_fullBuffer = new(() => [.. Enumerable.Range(0, 10_000).Select(Record).TakeUntilSum(3 << 20)]);

    /// <summary>One record of 70,000 events, 36 MB of JSON that compress fifty times.</summary>
    static readonly Lazy<byte[][]> s_hugeRecord = new(() => [Samples.Record([.. Enumerable.Range(0, 70_000).Select(i =>
        $"[INFO] 2025-11-22T00:00:{i % 60:D2}.000Z request {i:D8} handled by worker {i % 8} in region eu-west-1: " + string.Concat(Enumerable.Repeat("status=200 cache=miss upstream=orders-service ", 7)))])]);

    static byte[] Record(int number)
    {
        var random = new Random(number);
        return Samples.Gzip(Samples.Envelope(Enumerable.Range(0, 60).Select(_ =>
            $"2 123456789012 eni-{random.Next():x8}{random.Next():x8} 10.{random.Next(4)}.{random.Next(256)}.{random.Next(256)} 203.0.113.{random.Next(256)} {random.Next(1024, 65536)} 443 6 {random.Next(1, 200)} {random.Next(40, 90_000)} 1763769{random.Next(600, 660)} 1763769{random.Next(660, 720)} ACCEPT OK vpc-0a1b2c3d subnet-{random.Next(8)} IPv4 egress path=1"), firstId: number * 60));
    }

    [Theory]
    [InlineData("buffer", "message", "gzip", 1.0, 1)]
    [InlineData("buffer", "message", "none", 1.6, 3)]
    [InlineData("buffer", "splunk-hec", "none", 2.95, 6)]
    [InlineData("huge", "message", "gzip", 1.0, 1)]
    [InlineData("huge", "message", "none", 3.7, 7)]
    [InlineData("huge", "splunk-hec", "none", 5.4, 10)]
    public async Task It_comes_to_rest_after_few_invocations_and_few_bytes(string input, string format, string compression, double billedAtMost, int invocationsAtMost)
    {
        var records = (input == "buffer" ? s_fullBuffer : s_hugeRecord).Value;
        var function = new Function(("OUTPUT_FORMAT", format), ("OUTPUT_COMPRESSION", compression));
        var once = records.Sum(record => (long)record.Length);
        var (billed, delivered, answered, invocations) = (0L, 0, 0L, 0);
        for (var batch = records; batch.Length > 0; batch = [.. function.PutBack])
        {
            function.Calls.Clear();
            billed += batch.Sum(record => (long)record.Length);
            var entries = await function.BatchAsync(batch);
            Assert.DoesNotContain(entries, entry => entry.Result == "ProcessingFailed");
            delivered += (int)function.LastLine["EventsDelivered"]!;
            answered += entries.Sum(entry => (long)(entry.Data?.Length ?? 0));
            invocations++;
            Assert.True(invocations < 50, "it never comes to rest");
        }
        var least = Math.Ceiling(answered * 4 / 3.0 / Settings.LambdaAnswerBytes);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{input}, {format}, {compression}: {once:N0} bytes once, {(double)billed / once:F2} times billed, {invocations} invocations (the answers alone need {least}), {delivered:N0} events"));

        Assert.Equal(input == "buffer" ? records.Length * 60 : 70_000, delivered);
        Assert.InRange(invocations, 1, invocationsAtMost);
        Assert.InRange((double)billed / once, 1.0, billedAtMost);
    }
}

static class Taking
{
    public static IEnumerable<byte[]> TakeUntilSum(this IEnumerable<byte[]> records, int bytes)
    {
        var sum = 0;
        foreach (var record in records)
        {
            if ((sum += record.Length) > bytes) yield break;
            yield return record;
        }
    }
}
