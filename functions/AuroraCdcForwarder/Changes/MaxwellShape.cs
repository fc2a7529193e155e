using System.Globalization;
using System.Security.Cryptography;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.AuroraCdcForwarder;

/// <summary>Maxwell's lines. Source: Maxwell 1.44 reference, "Data format"; checked against captures.</summary>
static class MaxwellShape
{
    /// <summary>The last row of a transaction has <c>commit</c> and no <c>xoffset</c>; it goes behind all others.</summary>
    const long LastRow = 99_999_999;

    /// <summary>Reads <c>{"database","table","type","ts","xid","xoffset"|"commit","data","old"}</c>.</summary>
    /// <exception cref="ChangeException">It is not of that shape.</exception>
    public static Verdict<RowChange> Read(JsonElement line, PayloadOrigin origin)
    {
        var type = PayloadReader.Text(line, "type");
        switch (type)
        {
            case "bootstrap-start" or "bootstrap-complete": return Verdict.Drop<RowChange>("Maxwell's " + type);
            case "table-create" or "table-alter" or "table-drop" or "database-create" or "database-alter" or "database-drop":
                return Verdict.Drop<RowChange>("a schema change of Maxwell");
            case "heartbeat": return Verdict.Drop<RowChange>("a heartbeat of Maxwell");
            default: break;
        }
        var kind = type switch
        {
            "insert" => ChangeKind.Insert,
            "update" => ChangeKind.Update,
            "delete" => ChangeKind.Delete,
            "bootstrap-insert" => ChangeKind.Read,
            _ => throw new ChangeException("its type is none of Maxwell's"),
        };
        var data = PayloadReader.Image(line, "data");
        var old = PayloadReader.Image(line, "old");
        var before = kind switch
        {
            ChangeKind.Delete => data,
            // Without old (binlog_row_image=MINIMAL) what the row was is not known.
            ChangeKind.Update when old.IsThere => new RowImage(data.Row, old.Row),
            _ => default,
        };
        var (database, table) = (PayloadReader.Text(line, "database"), PayloadReader.Text(line, "table"));
        var (sequence, id) = Place(line, kind, origin);
        return Verdict.Deliver(PayloadReader.Complete(new RowChange($"maxwell:{database}.{table}:{id}", kind, database, table, sequence,
            CapturedAt.Of(PayloadReader.Whole(line, "ts"), TimeSpan.TicksPerSecond), PayloadReader.WholeOrNone(line, "schema_id") ?? 0,
            before, kind == ChangeKind.Delete ? default : data) { Key = SluiceShape.Names(line, "primary_key_columns") }));
    }

    static (string Sequence, string Id) Place(JsonElement line, ChangeKind kind, PayloadOrigin origin)
    {
        // A bootstrap has no place in the log: any change of the log goes before it, and none is lost by that.
        if (kind == ChangeKind.Read) return ("0", $"bootstrap:{Rest(line, origin)}");
        var committed = line.TryGetProperty("commit", out var commit) && commit.ValueKind == JsonValueKind.True;
        var offset = PayloadReader.WholeOrNone(line, "xoffset");
        var row = committed ? LastRow : offset ?? 0;
        var positioned = line.TryGetProperty("position", out var position) && position.ValueKind == JsonValueKind.String;
        if (PayloadReader.WholeOrNone(line, "xid") is { } xid and >= 0 && (committed || offset is not null))
            // The log's number is not in an xid, and xids begin again with a restart of the server: its seconds go before it.
            return (string.Create(CultureInfo.InvariantCulture, $"{PayloadReader.Whole(line, "ts")}{xid % 1_000_000_000_000:000000000000}{row:00000000}"),
                string.Create(CultureInfo.InvariantCulture, $"{xid}:{PayloadReader.Whole(line, "ts")}:{row}"));
        if (!positioned) throw new ChangeException("it has neither xid nor position, so its order is not known: run Maxwell with output_commit_info or output_binlog_position");
        var text = position.GetString()!;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var at)) throw new ChangeException("its position is not file:number");
        return (BinlogPosition.Sequence(text[..colon], at, row), $"{text}:{Rest(line, origin)}");
    }

    /// <summary>The row itself names it where it has a key; rows of tables without one may be alike, and each counts.</summary>
    static string Rest(JsonElement line, PayloadOrigin origin)
    {
        var whole = Convert.ToHexStringLower(SHA256.HashData(JsonMarshal.GetRawUtf8Value(line)).AsSpan(0, 16));
        return line.TryGetProperty("primary_key", out var key) && key.ValueKind == JsonValueKind.Array && key.GetArrayLength() > 0 ? whole : $"{whole}:{origin.Id}";
    }
}
