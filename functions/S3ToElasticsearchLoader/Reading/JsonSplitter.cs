using System.Buffers;
using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A record is a JSON object, whatever stands between two: nothing (Firehose), a line end, a comma inside an array, or the
/// frame of <c>{"Records":[…]}</c> (CloudTrail).</summary>
/// <remarks>Counts braces outside of strings and leaves the grammar to whoever reads the record. Where a record turns out to be broken,
/// <see cref="Resync"/> finds the next one, which the braces of the broken one may have swallowed.</remarks>
sealed class JsonSplitter : Splitter
{
    const int MaxSignature = 64;
    /// <summary>A frame's opening is told apart within so many bytes.</summary>
    const int MaxOpening = 64;

    static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    byte[] _signature = [];
    int _looked, _depth;
    bool _inString, _escaped;
    bool _inArray, _inFrame;

    /// <inheritdoc/>
    public override Found Next(ReadOnlySpan<byte> unread, bool ended, out Frame frame)
    {
        frame = default;
        var start = 0;
        while (true)
        {
            while (start < unread.Length && unread[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',') start++;
            // What opens and separates is gone through once: the reader takes it off, whether a record follows yet or not.
            frame = new(start, 0, start);
            if (start == unread.Length) return ended ? Found.End : Found.NeedMore;
            var first = unread[start];
            if (_inArray && first == ']')
            {
                _inArray = false;
                start++;
            }
            else if (_inFrame && !_inArray)
            {
                // Members behind the records: AWS writes none, but may. A brace that opens is rather a record of a broken array.
                var end = unread[start..].IndexOfAny((byte)'}', (byte)'\n', (byte)'{');
                if (end < 0) return ended ? Found.End : Found.NeedMore;
                _inFrame = false;
                start += unread[start + end] == '{' ? end : end + 1;
            }
            else if (!_inArray && first == '[')
            {
                _inArray = true;
                start++;
            }
            else if (!_inArray && first == '{' && IsOpening(unread[start..], out var opening))
            {
                if (opening == 0 && !ended) return Found.NeedMore;
                if (opening == 0) break;
                _inArray = _inFrame = true;
                start += opening;
            }
            else break;
        }
        var length = unread[start] == '{' ? ObjectLength(unread[start..]) : OtherLength(unread[start..], ended);
        if (length == 0 && !ended) return Found.NeedMore;
        if (length == 0) length = unread.Length - start;
        frame = new(start, length, start + length);
        Moved();
        return Found.Record;
    }

    /// <inheritdoc/>
    public override void Moved() => (_looked, _depth, _inString, _escaped) = (0, 0, false, false);

    /// <summary>Whether <c>{"Records":[</c> stands there, or may be about to.</summary>
    /// <param name="unread">Starts with a brace.</param>
    /// <param name="length">Its bytes; 0 where more must be read to tell.</param>
    static bool IsOpening(ReadOnlySpan<byte> unread, out int length)
    {
        length = 0;
        var at = 1;
        foreach (var part in (ReadOnlySpan<byte>)"R:["u8)
        {
            while (at < unread.Length && unread[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
            var token = part == 'R' ? "\"Records\""u8 : part == ':' ? ":"u8 : "["u8;
            var rest = unread[at..];
            if (rest.Length < token.Length && at < MaxOpening) return token.StartsWith(rest);
            if (!rest.StartsWith(token)) return false;
            at += token.Length;
        }
        length = at;
        return true;
    }

    int ObjectLength(ReadOnlySpan<byte> text)
    {
        // `_looked` counts from the brace: what stands before it may be consumed or not when more was read.
        var at = Walk(text, _looked, out var over);
        _looked = at;
        return over ? at : 0;
    }

    /// <summary>Goes through <paramref name="text"/> from <paramref name="at"/> to the end of the object, or to its own end.</summary>
    int Walk(ReadOnlySpan<byte> text, int at, out bool over)
    {
        over = false;
        while (at < text.Length)
        {
            if (_escaped)
            {
                _escaped = false;
                at++;
                continue;
            }
            var found = _inString ? text[at..].IndexOfAny((byte)'"', (byte)'\\') : text[at..].IndexOfAny(Structure);
            if (found < 0) return text.Length;
            at += found + 1;
            switch (text[at - 1])
            {
                case (byte)'"': _inString = !_inString; break;
                case (byte)'\\': _escaped = true; break;
                case (byte)'{' or (byte)'[': _depth++; break;
                default:
                    if (--_depth > 0) break;
                    over = true;
                    return at;
            }
        }
        return at;
    }

    /// <summary>What is no object goes to the next thing that may be one.</summary>
    int OtherLength(ReadOnlySpan<byte> text, bool ended)
    {
        // In an array a scalar or an array ends at the comma; outside of one, garbage ends with its line.
        var end = _inArray ? text[1..].IndexOfAny((byte)',', (byte)']', (byte)'\n') : text[1..].IndexOfAny((byte)'{', (byte)'\n');
        return end >= 0 ? end + 1 : ended ? text.Length : 0;
    }

    /// <summary>The bytes of the object that <paramref name="text"/> starts with; all of it where that does not end.</summary>
    public static int FirstObject(ReadOnlySpan<byte> text) => new JsonSplitter().Walk(text, 0, out _);

    /// <inheritdoc/>
    public override int Skip(ReadOnlySpan<byte> unread, out bool over)
    {
        if (_looked > 0)
        {
            // The bytes that Next has already walked through.
            var walked = Math.Min(_looked, unread.Length);
            _looked -= walked;
            over = false;
            return walked;
        }
        if (_depth == 0)
        {
            var length = OtherLength(unread, ended: false);
            over = length > 0;
            return over ? length : unread.Length;
        }
        var at = Walk(unread, 0, out over);
        if (over) Moved();
        return at;
    }

    /// <summary>Remembers how records of this object begin: up to the first colon.</summary>
    public void Learn(ReadOnlySpan<byte> good)
    {
        if (_signature.Length == 0) _signature = SignatureOf(good).ToArray();
    }

    static ReadOnlySpan<byte> SignatureOf(ReadOnlySpan<byte> record) =>
        record[..(record[..Math.Min(record.Length, MaxSignature)].IndexOf((byte)':') + 1)];

    /// <summary>Where in a broken record the next one begins: behind the place where the grammar breaks, at what looks like the start of
    /// the records before, or of itself, at a brace that starts a line, or at one that follows another without a comma.</summary>
    /// <returns>0 where there is none.</returns>
    public int Resync(ReadOnlySpan<byte> broken)
    {
        var error = ErrorAt(broken, out var whole);
        var rest = broken[error..];
        // Refused for what it says, and in one line with the next.
        if (whole && rest.TrimStart(" \t\r\n,"u8) is [(byte)'{', ..] and var other) return broken.Length - other.Length;
        // Its own beginning is as good, if it broke behind it.
        var signature = _signature.Length > 0 ? _signature : SignatureOf(broken[..error]);
        var next = signature.IsEmpty ? -1 : rest.IndexOf(signature);
        // Two objects with nothing between are no part of an array; but where the signature is known it tells better.
        var border = rest.IndexOf("\n{"u8);
        if (border < 0 && _signature.Length == 0) border = rest.IndexOf("}{"u8);
        if (border >= 0 && (next < 0 || border + 1 < next)) next = border + 1;
        return next < 0 ? 0 : error + next;
    }

    static int ErrorAt(ReadOnlySpan<byte> broken, out bool whole)
    {
        var json = new Utf8JsonReader(broken, isFinalBlock: false, default);
        try
        {
            while (json.Read())
            {
                // To the place where it breaks.
            }
        }
        catch (JsonException)
        {
            // That is the place.
        }
        whole = json.CurrentDepth == 0 && json.TokenType == JsonTokenType.EndObject;
        return Math.Max(1, (int)json.BytesConsumed);
    }
}
