using System.Security.Cryptography;
using System.Text;

namespace Sluice.FormIntake;

/// <summary>Whether a request came by way of CloudFront: it knows a secret that others do not.</summary>
/// <param name="read">Gives the secret: a line each, so that an old one can go on for a while beside the new one.</param>
/// <param name="time">How old what was read is.</param>
sealed class OriginCheck(Func<CancellationToken, Task<string>> read, TimeProvider time)
{
    /// <summary>After that a secret that was taken away is no longer accepted.</summary>
    static readonly TimeSpan s_kept = TimeSpan.FromMinutes(5);

    /// <summary>A wrong value may be a new one that is not known here yet; but nobody may make us read at will.</summary>
    static readonly TimeSpan s_betweenReads = TimeSpan.FromSeconds(30);

    byte[][] _known = [];
    long _readAt;

    /// <summary>Compares in the same time whatever the value, however long.</summary>
    /// <param name="value">Of the header; empty where there is none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SecretException">The secret cannot be read, and none is known.</exception>
    public async Task<bool> PassesAsync(string value, CancellationToken cancellation)
    {
        if (_known.Length == 0 || time.GetElapsedTime(_readAt) > s_kept) await ReadAsync(cancellation);
        if (IsKnown(value)) return true;
        if (time.GetElapsedTime(_readAt) < s_betweenReads) return false;
        await ReadAsync(cancellation);
        return IsKnown(value);
    }

    async Task ReadAsync(CancellationToken cancellation)
    {
        var text = await read(cancellation);
        var known = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Digest).ToArray();
        if (known.Length == 0) throw new SecretException("The origin's secret is empty: nothing would pass.");
        (_known, _readAt) = (known, time.GetTimestamp());
    }

    bool IsKnown(string value)
    {
        var (digest, found) = (Digest(value), false);
        // All of them, always.
        foreach (var one in _known) found |= CryptographicOperations.FixedTimeEquals(one, digest);
        return found;
    }

    // Of one length, whatever the secret's.
    static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
