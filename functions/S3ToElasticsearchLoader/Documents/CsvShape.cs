using System.Text;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>RFC 4180 with a header. Every column is a text: a cluster turns texts into the numbers that its mapping asks for, but takes no
/// text where the first record of the day had a number.</summary>
/// <remarks>Empty columns are left out. A record of more or fewer columns than the header is refused. The time is the column that
/// <see cref="JsonShape.TimeRank"/> ranks first, if it can be read. Columns without a name are <c>column3</c>, the second of a name is
/// <c>name_2</c>; <c>aws</c> is <c>aws_</c>.</remarks>
sealed class CsvShape : Shape
{
    readonly ByteBuffer _field = new(1024);
    byte[][] _names = [];
    int _time = -1;

    /// <inheritdoc/>
    public override bool TryHeader(ReadOnlySpan<byte> record)
    {
        if (_names.Length > 0) return false;
        var names = new List<byte[]>();
        var rest = record;
        for (var more = true; more;)
        {
            if (!TryField(ref rest, out var field, out more)) return false;
            names.Add(NameOf(field.Trim(" \t"u8), names));
        }
        _names = [.. names];
        return true;
    }

    byte[] NameOf(ReadOnlySpan<byte> field, List<byte[]> taken)
    {
        if (JsonShape.TimeRank(field) is var rank && rank < (_time < 0 ? int.MaxValue : JsonShape.TimeRank(taken[_time]))) _time = taken.Count;
        var escaped = new ByteBuffer(64);
        JsonText.AppendQuoted(field, escaped);
        var name = Encoding.UTF8.GetString(escaped.Written[1..^1]);
        if (name.Length == 0) name = $"column{taken.Count + 1}";
        if (name is "aws") name = "aws_";
        var unique = name;
        for (var number = 2; taken.Any(other => other.AsSpan().SequenceEqual(Encoding.UTF8.GetBytes(unique))); number++) unique = $"{name}_{number}";
        return Encoding.UTF8.GetBytes(unique);
    }

    /// <inheritdoc/>
    public override string? Write(ReadOnlySpan<byte> record, DocumentWriter document)
    {
        if (_names.Length == 0) return "no header stands before it";
        var rest = record;
        var count = 0;
        for (var more = true; more; count++)
        {
            if (!TryField(ref rest, out var field, out more)) return $"column {count + 1} has a quote in the middle, or one that is not closed";
            if (count == _names.Length) return $"it has more columns than the header, {_names.Length}";
            if (field.IsEmpty) continue;
            var isTime = count == _time && TimeText.TryParse(field, out var ticks) && (document.Time = ticks) > 0;
            if (!_names[count].AsSpan().SequenceEqual("@timestamp"u8)) document.Text(_names[count], field);
            else if (!isTime) return "its @timestamp is not a time";
        }
        return count < _names.Length ? $"it has {count} columns, the header {_names.Length}" : null;
    }

    /// <summary>Takes a field off.</summary>
    /// <param name="rest">Goes on behind the comma.</param>
    /// <param name="field">Without quotes; valid until the next call.</param>
    /// <param name="more">Whether a comma followed.</param>
    bool TryField(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field, out bool more)
    {
        if (rest is not [(byte)'"', ..])
        {
            var comma = rest.IndexOf((byte)',');
            field = comma < 0 ? rest : rest[..comma];
            more = comma >= 0;
            rest = more ? rest[(comma + 1)..] : default;
            return !field.Contains((byte)'"');
        }
        _field.Clear();
        field = default;
        more = false;
        for (rest = rest[1..]; ;)
        {
            var quote = rest.IndexOf((byte)'"');
            if (quote < 0) return false;
            _field.Append(rest[..quote]);
            rest = rest[(quote + 1)..];
            if (rest is not [(byte)'"', ..]) break;
            _field.Append((byte)'"');
            rest = rest[1..];
        }
        field = _field.Written;
        more = rest is [(byte)',', ..];
        if (!more) return rest.IsEmpty;
        rest = rest[1..];
        return true;
    }
}
