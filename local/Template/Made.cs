using System.Security.Cryptography;
using System.Text;

namespace Sluice.Local;

/// <summary>Identifiers such as AWS makes up, but always the same ones for the same stack.</summary>
static class Made
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>12 characters, like the end of <c>sluice-dev-LogBucket-1T5X9K3F7Q2A</c>.</summary>
    public static string Suffix(string seed) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).Take(12).Select(value => Alphabet[value % Alphabet.Length]));

    public static string Guid(string seed) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16)).ToString();

    public static string Hex(string seed, int length) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..length];
}
