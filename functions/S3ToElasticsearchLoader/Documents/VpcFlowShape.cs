using System.Buffers;
using System.Collections.Frozen;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>VPC flow logs of any version, with the fields of the object's first line, or of <c>FIELDS</c>, or else those of version 2.</summary>
/// <remarks>The time is <c>start</c>, else <c>end</c>; both stay. Source: VPC user guide, "Flow log records". Hyphens in names become
/// underlines.</remarks>
sealed class VpcFlowShape : ColumnShape
{
    /// <summary>The fields of version 2, the default format.</summary>
    public const string Version2 = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

    const string Others = "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id "
        + "pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn "
        + "ecs-container-instance-id ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id "
        + "reject-reason resource-id encryption-status";

    static readonly FrozenSet<string> Known = $"{Version2} {Others}".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A header further down is a line.</summary>
    const int MaxLinesBeforeHeader = 20;

    byte[] _header = [];
    int _lines;

    /// <param name="fields">Space between; empty for version 2's.</param>
    public VpcFlowShape(string fields) : base([], 0, quoting: false, exact: true) =>
        Become(ColumnsOf((fields.Length > 0 ? fields : Version2).Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    /// <inheritdoc/>
    public override bool TryHeader(ReadOnlySpan<byte> record)
    {
        // Once more where objects were put together by hand.
        if (_header.Length > 0 || _lines == MaxLinesBeforeHeader) return _header.Length > 0 && record.SequenceEqual(_header);
        _lines++;
        if (!IsHeader(record)) return false;
        _header = record.ToArray();
        Become(ColumnsOf(Words(record, (byte)' ')));
        return true;
    }

    /// <summary>Whether the line has names of fields and nothing else; names that are new do not hinder.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> record)
    {
        if (record.ContainsAnyExceptInRange((byte)' ', (byte)'z')) return false;
        var words = Words(record, (byte)' ');
        foreach (var word in words)
            if (!char.IsAsciiLetterLower(word[0]) || word.AsSpan().ContainsAnyExcept(NameLetters)) return false;
        return words.Length > 1 && words.Count(Known.Contains) * 2 > words.Length;
    }

    static Column[] ColumnsOf(string[] fields) => [.. fields.Select(field => new Column(field.Replace('-', '_'), field switch
    {
        "version" or "srcport" or "dstport" or "protocol" or "packets" or "bytes" or "tcp-flags" or "traffic-path" => ColumnKind.Number,
        "srcaddr" or "dstaddr" or "pkt-srcaddr" or "pkt-dstaddr" => ColumnKind.Ip,
        "start" => ColumnKind.EpochTime,
        "end" => ColumnKind.LaterEpochTime,
        _ => ColumnKind.Text,
    }))];
}
