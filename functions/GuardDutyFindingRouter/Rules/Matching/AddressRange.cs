using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A network of IPv4 or IPv6. IPv4 in IPv6's clothes (<c>::ffff:10.0.0.1</c>) is IPv4, in networks and in addresses.</summary>
readonly record struct AddressRange
{
    const int MappedBits = 96;

    readonly UInt128 _base;
    readonly UInt128 _mask;
    readonly bool _isV4;

    AddressRange(UInt128 @base, int prefix, bool isV4, string text) => (_base, _mask, _isV4, Text) = (@base, Mask(prefix), isV4, text);

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>Whether an address lies in it. Nothing is allocated for IPv4.</summary>
    public bool Contains(string address) => TryAddress(address, out var bits, out var isV4) && isV4 == _isV4 && (bits & _mask) == _base;

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>2001:db8::/32</c>, or a single address.</summary>
    /// <param name="text">As it is written.</param>
    /// <param name="range">What it says.</param>
    /// <param name="problem">What is wrong with it, behind the text: <c>is not …</c>.</param>
    public static bool TryParse(string text, out AddressRange range, out string problem)
    {
        (range, problem) = (default, "is not an address or a network such as 198.51.100.0/24 or 2001:db8::/32");
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryAddress(slash < 0 ? text : text[..slash], out var bits, out var isV4)) return false;
        var written = text.AsSpan(0, slash < 0 ? text.Length : slash).Contains(':') ? 128 : 32;
        var prefix = written;
        if (slash >= 0 && !(int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) && prefix <= written)) return false;
        var whole = written == 32 ? prefix + MappedBits : prefix;
        if (isV4 && whole < MappedBits) return false;
        if ((bits & ~Mask(whole)) != 0)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"has bits behind its first {prefix}; did you mean '{Written(bits & Mask(whole), written == 32)}/{prefix}'?");
            return false;
        }
        range = new(bits, whole, isV4, text);
        return true;
    }

    static UInt128 Mask(int prefix) => prefix == 0 ? UInt128.Zero : UInt128.MaxValue << 128 - prefix;

    static string Written(UInt128 bits, bool isV4)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, bits);
        return new IPAddress(isV4 ? bytes[12..] : bytes).ToString();
    }

    static bool TryAddress(ReadOnlySpan<char> text, out UInt128 bits, out bool isV4)
    {
        isV4 = true;
        if (TryV4(text, out bits)) return true;
        // Without a colon the framework takes 010.1 for an address of three forms, and reads it as octal.
        if (!text.Contains(':') || text.ContainsAny('%', '[') || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6) return false;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        isV4 = address.IsIPv4MappedToIPv6;
        return true;
    }

    static bool TryV4(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = 0;
        var (value, part, digits, parts) = (0u, 0u, 0, 1);
        foreach (var letter in text)
        {
            if (letter == '.' && digits > 0 && parts < 4) (value, part, digits, parts) = (value << 8 | part, 0, 0, parts + 1);
            else if (char.IsAsciiDigit(letter) && !(digits > 0 && part == 0) && part * 10 + (uint)(letter - '0') is <= 255 and var next) (part, digits) = (next, digits + 1);
            else return false;
        }
        if (parts != 4 || digits == 0) return false;
        bits = new UInt128(0, 0xFFFF_0000_0000UL | value << 8 | part);
        return true;
    }
}
