using System.Buffers.Text;
using System.Text;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Writes the members of one document after the other, straight to where they are sent from.</summary>
sealed class DocumentWriter
{
    /// <summary>Lucene's limit on a term, bytes of UTF-8: a longer keyword makes the cluster refuse the whole document.</summary>
    public const int MaxTextBytes = 32_766;

    readonly ByteBuffer _source = new(512);
    ByteBuffer _output = null!;
    bool _first;

    /// <summary>Where the documents come from, with what stands in each of them under <c>aws.s3</c>.</summary>
    public DocumentWriter(SourceObject source)
    {
        _source.Append("\"s3\":{\"bucket\":"u8);
        JsonText.AppendQuoted(Encoding.UTF8.GetBytes(source.Bucket), _source);
        _source.Append(",\"key\":"u8);
        AppendText(Encoding.UTF8.GetBytes(source.Key), _source);
        AppendIfAny(",\"versionId\":"u8, source.VersionId);
        AppendIfAny(",\"etag\":"u8, source.ETag);
        _source.Append(",\"offset\":"u8);
    }

    /// <summary>When the event was, ticks of UTC; 0 as long as the record has not said it.</summary>
    public long Time { get; set; }

    /// <summary>More members of <c>aws</c>, each with a comma behind: such as <c>"cloudwatch":{…},</c>.</summary>
    public ByteBuffer Aws { get; } = new(256);

    /// <summary>Room for a shape's own work; what is in it is gone with the next call.</summary>
    public ByteBuffer Scratch { get; } = new(1024);

    /// <summary>Bytes of the record that a JSON shape has read; the record may go on behind.</summary>
    public int Consumed { get; set; }

    /// <summary>What is written to: for values whose name was written.</summary>
    public ByteBuffer Output => _output;

    /// <summary>Begins a document.</summary>
    public void Begin(ByteBuffer output)
    {
        (_output, _first, Time, Consumed) = (output, true, 0, 0);
        Aws.Clear();
        output.Append((byte)'{');
    }

    /// <summary>Ends it with its time and its origin.</summary>
    public void End(long ticks, long line, long offset)
    {
        Name("@timestamp"u8);
        _output.Append((byte)'"');
        TimeText.Append(ticks, _output);
        _output.Append("\",\"aws\":{"u8);
        _output.Append(Aws.Written);
        _output.Append(_source.Written);
        AppendNumber(offset);
        _output.Append(",\"line\":"u8);
        AppendNumber(line);
        _output.Append("}}}"u8);
    }

    /// <summary>Writes a name; its value follows.</summary>
    /// <param name="name">As it stands in JSON, escaped, without quotes.</param>
    public void Name(ReadOnlySpan<byte> name)
    {
        var room = _output.GetSpan(name.Length + 4);
        var at = 0;
        if (!_first) room[at++] = (byte)',';
        _first = false;
        room[at++] = (byte)'"';
        name.CopyTo(room[at..]);
        at += name.Length;
        room[at++] = (byte)'"';
        room[at++] = (byte)':';
        _output.Advance(at);
    }

    /// <summary>Begins an object as a value: the next name has no comma before it.</summary>
    public void Open()
    {
        _output.Append((byte)'{');
        _first = true;
    }

    /// <summary>Ends it.</summary>
    public void Close()
    {
        _output.Append((byte)'}');
        _first = false;
    }

    /// <summary>Where the writing stands, to come <see cref="Back"/> to.</summary>
    public (int Length, bool First) Mark => (_output.Length, _first);

    /// <summary>Takes back what was written since <paramref name="mark"/>.</summary>
    public void Back((int Length, bool First) mark)
    {
        _output.Truncate(mark.Length);
        _first = mark.First;
    }

    /// <summary>A member that is a text.</summary>
    /// <param name="name">JSON-safe.</param>
    /// <param name="plain">UTF-8, not escaped.</param>
    public void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> plain)
    {
        Name(name);
        AppendText(plain, _output);
    }

    /// <summary>A member whose value is JSON already.</summary>
    public void Raw(ReadOnlySpan<byte> name, ReadOnlySpan<byte> json)
    {
        Name(name);
        _output.Append(json);
    }

    /// <summary>Appends a text with its quotes; one over <see cref="MaxTextBytes"/> ends at a character and with <see cref="Truncated"/>.</summary>
    public static void AppendText(ReadOnlySpan<byte> plain, ByteBuffer output)
    {
        if (plain.Length <= MaxTextBytes)
        {
            JsonText.AppendQuoted(plain, output);
            return;
        }
        var end = MaxTextBytes - Truncated.Length;
        while (end > 0 && (plain[end] & 0xc0) == 0x80) end--;
        JsonText.AppendQuoted(plain[..end], output);
        output.Truncate(output.Length - 1);
        output.Append(Truncated);
        output.Append((byte)'"');
    }

    /// <summary>What stands at the end of a text that was cut.</summary>
    public static ReadOnlySpan<byte> Truncated => "<<TRUNCATED>>"u8;

    void AppendIfAny(ReadOnlySpan<byte> name, string text)
    {
        if (text.Length == 0) return;
        _source.Append(name);
        JsonText.AppendQuoted(Encoding.UTF8.GetBytes(text), _source);
    }

    void AppendNumber(long number)
    {
        Utf8Formatter.TryFormat(number, _output.GetSpan(20), out var written);
        _output.Advance(written);
    }
}
