using System.IO.Compression;
using System.Text;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>What reading allocates. Bytes, not time: they are the same on every machine.</summary>
[Collection("Alone")]
public class MemoryTests
{
    static byte[] WafGzip(int lines)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            for (var i = 0; i < lines; i++)
                gzip.Write(Encoding.UTF8.GetBytes($$$"""{"timestamp":{{{1710930600000 + i}}},"webaclId":"arn:aws:wafv2:us-east-1:123456789012:regional/webacl/test/1","action":"ALLOW","ruleGroupList":[{"ruleGroupId":"g","terminatingRule":null}],"httpRequest":{"clientIp":"192.0.2.1","headers":[{"name":"Host","value":"a"},{"name":"User-Agent","value":"{{{i}}}"}],"uri":"/{{{i}}}"},"labels":[{"name":"l"}]}""" + "\n"));
        }
        return output.ToArray();
    }

    static async Task<(long Allocated, long Documents)> MeasureAsync(byte[] stored, BulkBody body)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var reader = new DocumentReader(new MemoryStream(stored), Reading.Source(), Reading.With());
        while (await reader.FillAsync(body, 1 << 20, CancellationToken.None)) body.Clear();
        return (GC.GetTotalAllocatedBytes(precise: true) - before, reader.Documents);
    }

    [Fact]
    public async Task A_file_ten_times_as_long_takes_no_more_memory()
    {
        var (small, large) = (WafGzip(10_000), WafGzip(100_000));
        var body = new BulkBody(Reading.Dialect);
        await MeasureAsync(small, body);        // pays for what the body keeps
        var (ofSmall, _) = await MeasureAsync(small, body);
        var (ofLarge, documents) = await MeasureAsync(large, body);
        Assert.Equal(100_000, documents);
        Assert.True(ofLarge < ofSmall + 200_000, $"{ofLarge:N0} bytes for 100,000 lines, {ofSmall:N0} for 10,000");
    }

    [Fact]
    public async Task A_record_without_end_takes_no_more_memory_than_the_longest_that_is_allowed()
    {
        foreach (var format in (LogFormat[])[LogFormat.Lines, LogFormat.Json, LogFormat.Csv])
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var read = await Reading.ReadAsync(new Endless(200 << 20, format == LogFormat.Json ? "{\"a\":\"" : "x"), Reading.With(format));
            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            Assert.Single(read.Rejected);
            Assert.True(allocated < 16 << 20, $"{format}: {allocated:N0} bytes");
        }
    }

    /// <summary>So many bytes of a text that starts somehow and then says x.</summary>
    sealed class Endless(long length, string start) : Stream
    {
        long _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Min(buffer.Length, length - _given);
            buffer.Span[..count].Fill((byte)'x');
            if (_given == 0) Encoding.ASCII.GetBytes(start).CopyTo(buffer);
            _given += count;
            return ValueTask.FromResult(count);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

/// <summary>What the whole process allocates can only be counted while no other test runs.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;
