namespace Sluice;

/// <summary>What the text of a form field is.</summary>
public enum FieldKind
{
    /// <summary>No message: encryption did not run for it.</summary>
    PlainText,

    /// <summary>It begins as an encrypted field does, and is not whole.</summary>
    Damaged,

    /// <summary>A message, as far as its first bytes tell.</summary>
    Message,
}

/// <summary>Reads the base64 that CloudFront puts in the place of a field's value, as it arrives after whatever was done to it on the way.</summary>
/// <remarks>CloudFront forwards fields in clear where it cannot encrypt them (content type without a profile, unknown <c>fle-profile</c>), so
/// nothing may be taken for encrypted by its name only.</remarks>
public static class FieldText
{
    /// <summary>Shortest message there can be: the header of format 1 with a nameless empty data key, its tag, and an empty body without frames.</summary>
    const int ShortestMessage = 22 + 2 + 6 + 10 + 28 + 36;

    /// <summary>Decodes a field.</summary>
    /// <param name="text">As it was stored. Forgiven are: blanks around, <c>+</c> that became a blank, <c>%2B</c> and its like, the alphabet of URLs, and missing <c>=</c>.</param>
    /// <param name="maxBytes">Longer messages are damaged.</param>
    /// <param name="message">The message, else empty.</param>
    /// <param name="reason">What is wrong, where something is. Shows nothing of the text.</param>
    public static FieldKind Read(ReadOnlySpan<char> text, int maxBytes, out byte[] message, out string reason)
    {
        message = [];
        var field = text.Trim("\r\n\t").TrimStart();
        // Blanks at the end may have been `+`: they are part of the text where it is whole with them.
        if (field.Length % 4 != 0) field = field.TrimEnd();
        var likely = BeginsAsMessage(field);
        if (field.IsEmpty) return Not("the field is empty", out reason);
        // Percent escapes take three characters each.
        if (field.Length > 4L * maxBytes) return likely ? Broken($"the field has {field.Length} characters, more than a message of {maxBytes} bytes", out reason) : Not("the field is longer than any message", out reason);
        var base64 = new char[field.Length + 3];
        if (Normalize(field, base64) is not (>= 0 and var length)) return Fault("the field has a character that base64 has not", likely, out reason);
        if (length % 4 == 1) return Fault("the field has a length that base64 cannot have: it was cut", likely, out reason);
        while (length % 4 != 0) base64[length++] = '=';
        message = new byte[length / 4 * 3];
        if (!Convert.TryFromBase64Chars(base64.AsSpan(0, length), message, out var bytes)) return Fault("the field is not base64", likely, out reason, ref message);
        message = message[..bytes];
        if (bytes > maxBytes) return Fault($"the message has {bytes} bytes, more than the {maxBytes} allowed", likely, out reason, ref message);
        if (!IsLikely(message)) return Fault("the field is base64 of something else", damaged: false, out reason, ref message);
        if (bytes < ShortestMessage) return Fault($"the message has {bytes} bytes and was cut", likely, out reason, ref message);
        reason = "";
        return FieldKind.Message;
    }

    /// <summary>Whether bytes begin as a message does: version 1 and its type, or version 2 and a suite of it.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> message) => message switch
    {
        [1, 0x80, ..] => true,
        [2, var high, var low, ..] => CipherSuite.Of((ushort)(high << 8 | low)) is { FormatVersion: 2 },
        _ => false,
    };

    static bool BeginsAsMessage(ReadOnlySpan<char> field) =>
        field.StartsWith("AYA", StringComparison.Ordinal) || field.StartsWith("AgR4", StringComparison.Ordinal) || field.StartsWith("AgV4", StringComparison.Ordinal);

    /// <summary>Writes the characters of base64, without padding; gives how many, or -1.</summary>
    static int Normalize(ReadOnlySpan<char> field, Span<char> base64)
    {
        var (length, padding) = (0, 0);
        for (var i = 0; i < field.Length; i++)
        {
            var c = field[i];
            if (c == '%')
            {
                if (i + 2 >= field.Length || !byte.TryParse(field.Slice(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var escaped)) return -1;
                (c, i) = ((char)escaped, i + 2);
            }
            c = c switch { ' ' or '-' => '+', '_' => '/', _ => c };
            if (c == '=')
            {
                if (++padding > 2) return -1;
                continue;
            }
            if (padding > 0 || !(char.IsAsciiLetterOrDigit(c) || c is '+' or '/')) return -1;
            base64[length++] = c;
        }
        return length;
    }

    static FieldKind Not(string why, out string reason)
    {
        reason = why;
        return FieldKind.PlainText;
    }

    static FieldKind Broken(string why, out string reason)
    {
        reason = why;
        return FieldKind.Damaged;
    }

    static FieldKind Fault(string why, bool damaged, out string reason) => damaged ? Broken(why, out reason) : Not(why, out reason);

    static FieldKind Fault(string why, bool damaged, out string reason, ref byte[] message)
    {
        message = [];
        return Fault(why, damaged, out reason);
    }
}
