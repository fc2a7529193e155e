using System.Globalization;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>The article's payload: a flat object, every value a text, inserts only.</summary>
static class FlatShape
{
    /// <summary>Reads <c>{"ItemID":"1","Category":"Books",…}</c>. It has no id and no time: the invocation's stand in for them.</summary>
    /// <exception cref="ChangeException">It has members that are no values, or none.</exception>
    public static Verdict<RowChange> Read(JsonElement payload, PayloadOrigin origin)
    {
        var any = false;
        foreach (var member in payload.EnumerateObject())
        {
            any = true;
            if (member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                throw new ChangeException("it is neither a change of the triggers, of Debezium or of Maxwell, nor a flat row");
        }
        if (!any) throw new ChangeException("it is an empty object");
        var dot = origin.FlatTable.IndexOf('.', StringComparison.Ordinal);
        var microseconds = (origin.Received.UtcDateTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return Verdict.Deliver(new RowChange(origin.Id, ChangeKind.Insert, dot < 0 ? "" : origin.FlatTable[..dot], origin.FlatTable[(dot + 1)..],
            microseconds.ToString(CultureInfo.InvariantCulture), CapturedAt.Of(origin.Received), 0, default, new RowImage(payload)));
    }
}
