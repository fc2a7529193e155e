using System.IO.Compression;
using System.Text;

namespace Sluice.GuardDutyFindingRouter.Tests;

public class ExportReaderTests
{
    static readonly byte[] s_sample = File.ReadAllBytes(Path.Combine(Samples.Folder, "objects", "export.jsonl.gz"));

    static async Task<List<ExportLine>> ReadAsync(byte[] stored, int maxLineBytes = ExportReader.MaxLineBytes, CancellationToken deadline = default)
    {
        var lines = new List<ExportLine>();
        await foreach (var line in ExportReader.ReadAsync(new MemoryStream(stored), maxLineBytes, deadline)) lines.Add(line);
        return lines;
    }

    static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    static string Line(int number) => $$"""{"id":"f{{number}}","type":"t","severity":5,"accountId":"444455556666","region":"eu-west-1"}""";

    static string Short(ExportLine line) => $"{line.Number} {line.Finding?.Id}{line.Problem}";

    [Fact]
    public async Task A_sample_of_two_members_gives_its_findings_and_names_the_line_that_is_none()
    {
        var lines = await ReadAsync(s_sample);
        Assert.Equal(
            ["1 49514155ed6b4536b05649a87fc3c05a", "2 eeb88ab56556eb7771b266670dddee5b", "3 5a3f06c1a2d34e5f8a9b0c1d2e3f4b2c", "4 it is not JSON in UTF-8", "5 b0b1f06c1a2d34e5f8a9b0c1d2e3f4c0"],
            lines.Select(Short));
        Assert.Equal("{\"half\": ", Encoding.UTF8.GetString(lines[3].Raw.Span));
        Assert.All(lines.Where(line => line.Finding is not null), line => Sound.Check(line.Finding!));
        Assert.Equal(FindingOrigin.Export, lines[0].Finding!.Origin);
        var ofEvent = Samples.Read("eventbridge-ec2-ssh-brute-force-actor").Arrivals[0].Finding!;
        Assert.Equal(Told.Of(ofEvent with { Origin = FindingOrigin.Export }), Told.Of(lines[0].Finding!));
    }

    [Fact]
    public async Task Plain_lines_are_read_too_with_a_mark_empty_lines_and_no_end()
    {
        var lines = await ReadAsync(Encoding.UTF8.GetBytes("\uFEFF" + Line(1) + "\r\n\n  \n" + Line(2)));
        Assert.Equal(["1 f1", "4 f2"], lines.Select(Short));
        Assert.Empty(await ReadAsync([]));
        Assert.Equal(["1 it is not JSON in UTF-8"], (await ReadAsync("x"u8.ToArray())).Select(Short));
    }

    [Fact]
    public async Task Events_of_EventBridge_a_line_are_read_as_an_archive_has_them()
    {
        var archived = Samples.Node("eventbridge-iam").ToJsonString() + "\n" + Samples.Node("object-scan-threats-found").ToJsonString() + "\n" + Samples.Node("not-a-finding").ToJsonString() + "\n";
        Assert.Equal(["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS", "ObjectScan:S3/ThreatsFound", null], (await ReadAsync(Gzip(archived))).Select(line => line.Finding?.Type));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_line_that_is_too_long_is_passed_over_and_the_others_are_read(bool packed)
    {
        var text = Line(1) + "\n" + new string('x', 500_000) + "\n" + Line(3) + "\n" + new string('y', 300);
        var lines = await ReadAsync(packed ? Gzip(text) : Encoding.UTF8.GetBytes(text), maxLineBytes: 200);
        Assert.Equal([1, 2, 3, 4], lines.Select(line => line.Number));
        Assert.Equal(["f1", null, "f3", null], lines.Select(line => line.Finding?.Id));
        Assert.Contains("is longer than 200 bytes", lines[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gzip_object_cut_anywhere_ends_in_an_error_whatever_was_read_before()
    {
        for (var length = 1; length < s_sample.Length; length++)
        {
            // Between two members it is whole: nobody can tell.
            if (IsWhole(s_sample[..length])) continue;
            var cut = s_sample[..length];
            await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(cut));
        }
    }

    static bool IsWhole(byte[] gzip)
    {
        try
        {
            Sluice.Gzip.Inflate(gzip, new ByteBuffer(), 1 << 20);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    [Fact]
    public async Task What_follows_gzip_and_is_none_is_an_error() => await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([.. Gzip(Line(1) + "\n"), .. "something else"u8]));

    [Fact]
    public async Task It_reads_ahead_a_buffer_and_not_the_object()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 50_000).Select(number => Line(number) + "\n")));
        var (stored, taken) = (new MemoryStream(text), 0L);
        await foreach (var line in ExportReader.ReadAsync(stored))
        {
            taken += line.Finding!.Raw.Length + 1;
            Assert.InRange(stored.Position - taken, 0, 128 << 10);
        }
        Assert.Equal(text.Length, taken);
    }

    [Fact]
    public async Task At_the_deadline_it_ends_between_lines()
    {
        using var deadline = new CancellationTokenSource();
        var lines = new List<ExportLine>();
        // All three are in the first buffer: nothing but the deadline ends it.
        var stored = new MemoryStream(Encoding.UTF8.GetBytes($"{Line(1)}\n{Line(2)}\n{Line(3)}\n"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var line in ExportReader.ReadAsync(stored, deadline: deadline.Token))
            {
                lines.Add(line);
                if (line.Number == 2) await deadline.CancelAsync();
            }
        });
        Assert.Equal([1, 2], lines.Select(line => line.Number));
    }
}
