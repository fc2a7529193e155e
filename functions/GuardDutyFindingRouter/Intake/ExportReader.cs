using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A line of an export.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Finding"><c>null</c> where the line is none.</param>
/// <param name="Problem">Why it is none; empty where it is one.</param>
/// <param name="Raw">The line where it is no finding, as far as it was kept; empty where it is one, and where it was too long.</param>
readonly record struct ExportLine(long Number, Finding? Finding, string Problem, ReadOnlyMemory<byte> Raw);

/// <summary>Reads findings out of an object of GuardDuty's export to S3: a finding a line, gzip of one member or several, or plain.</summary>
/// <remarks>Events of EventBridge a line, as an archive through Firehose has them, are read too. In memory is one line at a time.
/// Source: GuardDuty user guide, "Exporting findings": <c>AWSLogs/account/GuardDuty/region/yyyy/mm/dd/*.jsonl.gz</c>.</remarks>
static class ExportReader
{
    /// <summary>EventBridge takes no event above 256 KiB; exports are not bound by that, so there is room.</summary>
    public const int MaxLineBytes = 4 << 20;

    /// <summary>Reads line by line; empty lines are passed over.</summary>
    /// <param name="stored">The object as stored, from its first byte; read forward once, not disposed.</param>
    /// <param name="maxLineBytes">A longer line is no finding, and the next one is read.</param>
    /// <param name="deadline">Between lines and while reading: then it ends with <see cref="OperationCanceledException"/>. The lines given
    /// out so far are done with; the last one's number says where to go on.</param>
    /// <exception cref="InvalidDataException">The gzip data is truncated, damaged, or followed by something else. What was given out before stands.</exception>
    public static async IAsyncEnumerable<ExportLine> ReadAsync(
        Stream stored, int maxLineBytes = MaxLineBytes, [EnumeratorCancellation] CancellationToken deadline = default)
    {
        var head = new byte[3];
        var length = await stored.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, deadline);
        var whole = new JoinedStream(head.AsMemory(0, length), stored);
        // Cut inside gzip's own magic it is still no line.
        var packed = head.AsSpan(0, length) is [0x1f, 0x8b, ..] or [0x1f] ? new GzipSourceStream(whole) : null;
        await using var inflated = packed is null ? null : new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var lines = new LineReader((Stream?)inflated ?? whole, maxLineBytes);
        while (true)
        {
            deadline.ThrowIfCancellationRequested();
            var (line, tooLong) = await NextAsync(lines, packed, deadline);
            if (tooLong is not null) yield return new(await lines.SkipAsync(deadline), null, tooLong, default);
            else if (line is not { } one) break;
            else if (!one.Bytes.Span.Trim(" \t\r"u8).IsEmpty) yield return Read(one);
        }
    }

    /// <summary>The next line, or why there is none of it.</summary>
    static async ValueTask<(Line? Line, string? TooLong)> NextAsync(LineReader lines, GzipSourceStream? packed, CancellationToken deadline)
    {
        try
        {
            var line = await lines.ReadAsync(deadline);
            if (line is null && packed is { CameToTheTrailer: false }) throw new InvalidDataException("the gzip data is followed by something else");
            return (line, null);
        }
        catch (InvalidDataException wrong) when (lines.IsAtTooLongLine)
        {
            return (null, wrong.Message);
        }
    }

    static ExportLine Read(Line line)
    {
        var finding = FindingReader.Reread(line.Bytes, FindingOrigin.Export, out var problem);
        return finding is null ? new(line.Number, null, problem, line.Bytes.ToArray()) : new(line.Number, finding, "", default);
    }
}
