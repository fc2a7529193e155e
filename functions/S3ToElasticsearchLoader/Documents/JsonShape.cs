using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>JSON of any kind, as it stands.</summary>
/// <remarks>The time is the member <c>@timestamp</c>; else, of those that can be read, the first in the order <c>timestamp</c>,
/// <c>time</c>, <c>eventTime</c>, <c>event_time</c>, <c>datetime</c>, <c>date</c>, <c>ts</c>. These stay members too.</remarks>
sealed class JsonShape : ObjectShape
{
    int _rank;

    /// <inheritdoc/>
    protected override void Start() => _rank = int.MaxValue;

    /// <inheritdoc/>
    protected override string? Member(ReadOnlySpan<byte> name, ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, DocumentWriter document)
    {
        var rank = TimeRank(name);
        if (rank < _rank && TryTime(ref json, out var ticks)) (document.Time, _rank) = (ticks, rank);
        else if (rank == 0) return "its @timestamp is not a time";
        if (rank != 0) Copy(name, ref json, record, plain, document);
        return null;
    }

    /// <summary>How much a member of this name is the time of the event: the lower the more.</summary>
    public static int TimeRank(ReadOnlySpan<byte> name) => name.Length is < 2 or > 10 ? int.MaxValue
        : name.SequenceEqual("@timestamp"u8) ? 0
        : name.SequenceEqual("timestamp"u8) ? 1
        : name.SequenceEqual("time"u8) ? 2
        : name.SequenceEqual("eventTime"u8) ? 3
        : name.SequenceEqual("event_time"u8) ? 4
        : name.SequenceEqual("datetime"u8) ? 5
        : name.SequenceEqual("date"u8) ? 6
        : name.SequenceEqual("ts"u8) ? 7 : int.MaxValue;
}
