using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Reads the public key of a signed message: base64 of a compressed point. Pure.</summary>
/// <remarks>Source: SEC 1, 2.3.4; constants from FIPS 186-4, D.1.2. .NET takes uncompressed points only. Nothing here is secret, so that the
/// varying time of <see cref="BigInteger"/> tells nobody anything.</remarks>
static class SignatureKey
{
    static readonly Prime s_p256 = new(
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF",
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");

    static readonly Prime s_p384 = new(
        "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF",
        "B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF");

    /// <summary>Reads it.</summary>
    /// <param name="suite">One that signs.</param>
    /// <param name="text">As in the encryption context.</param>
    /// <exception cref="MessageException">It is no point of the suite's curve.</exception>
    public static ECDsa Read(CipherSuite suite, string text)
    {
        var coordinate = suite.Signature;
        Span<byte> point = stackalloc byte[1 + coordinate];
        // The exact length first: Convert would pass over blanks.
        if (text.Length != (point.Length + 2) / 3 * 4 || !Convert.TryFromBase64String(text, point, out var length) || length != point.Length || point[0] is not (2 or 3))
            throw new MessageException($"the {MessageKeys.PublicKeyName} is not base64 of a compressed point of {point.Length} bytes");
        var y = Y(coordinate == 32 ? s_p256 : s_p384, point[1..], odd: point[0] == 3);
        try
        {
            return ECDsa.Create(new ECParameters { Curve = suite.Curve, Q = new() { X = point[1..].ToArray(), Y = y } });
        }
        catch (CryptographicException wrong)
        {
            throw new MessageException($"the {MessageKeys.PublicKeyName} is not on the curve", wrong);
        }
    }

    /// <summary>The root of x³ - 3x + b with the parity that is asked for. The primes are 3 modulo 4, so that a root is a power.</summary>
    static byte[] Y(Prime curve, ReadOnlySpan<byte> bytes, bool odd)
    {
        var x = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        if (x >= curve.P) throw new MessageException($"the {MessageKeys.PublicKeyName} is not on the curve");
        var square = Modulo((x * x * x) - (3 * x) + curve.B, curve.P);
        var y = BigInteger.ModPow(square, (curve.P + 1) / 4, curve.P);
        if (y * y % curve.P != square) throw new MessageException($"the {MessageKeys.PublicKeyName} is not on the curve");
        if (!y.IsEven != odd) y = curve.P - y;
        var written = new byte[bytes.Length];
        var count = y.GetByteCount(isUnsigned: true);
        y.TryWriteBytes(written.AsSpan(written.Length - count), out _, isUnsigned: true, isBigEndian: true);
        return written;
    }

    static BigInteger Modulo(BigInteger value, BigInteger modulus) => value % modulus is var rest && rest.Sign < 0 ? rest + modulus : rest;

    sealed record Prime(BigInteger P, BigInteger B)
    {
        public Prime(string p, string b) : this(Parse(p), Parse(b))
        {
        }

        static BigInteger Parse(string hex) => BigInteger.Parse("0" + hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
