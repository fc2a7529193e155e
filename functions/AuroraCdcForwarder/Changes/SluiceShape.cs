using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>What the triggers of <c>sql/</c> send.</summary>
static class SluiceShape
{
    /// <summary>Reads <c>{"v":1,"id","op":"I|U|D","db","table","key":[…],"seq","ts","schema","before","after"}</c>; a row that was too large for
    /// an event has <c>toolarge</c>, its size in bytes, instead of its images.</summary>
    /// <exception cref="ChangeException">It is not of that shape.</exception>
    public static Verdict<RowChange> Read(JsonElement payload, JsonElement version)
    {
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != 1)
            throw new ChangeException("its v is not 1: the triggers are newer than the function, deploy the function of their release");
        var kind = PayloadReader.Text(payload, "op") switch
        {
            "I" => ChangeKind.Insert,
            "U" => ChangeKind.Update,
            "D" => ChangeKind.Delete,
            _ => throw new ChangeException("its op is not I, U or D"),
        };
        var (database, table) = (PayloadReader.Text(payload, "db"), PayloadReader.Text(payload, "table"));
        if (PayloadReader.WholeOrNone(payload, "toolarge") is { } bytes)
            throw new ChangeException($"a row of {database}.{table} has {bytes} bytes as JSON, more than an event can hold: its key is in the payload, read the row from the database, or use the outbox");
        var sequence = PayloadReader.Whole(payload, "seq");
        if (sequence < 0) throw new ChangeException("its seq is below zero");
        var ts = PayloadReader.Text(payload, "ts");
        if (!CapturedAt.IsOne(ts)) throw new ChangeException("its ts is not yyyy-MM-dd HH:mm:ss.ffffff");
        return Verdict.Deliver(PayloadReader.Complete(new RowChange(PayloadReader.Text(payload, "id"), kind, database, table,
            sequence.ToString(System.Globalization.CultureInfo.InvariantCulture), ts, PayloadReader.WholeOrNone(payload, "schema") ?? 0,
            PayloadReader.Image(payload, "before"), PayloadReader.Image(payload, "after")) { Key = Names(payload, "key") }));
    }

    /// <summary>An array of names; empty where there is none.</summary>
    public static IReadOnlyList<string> Names(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)] : [];
}
