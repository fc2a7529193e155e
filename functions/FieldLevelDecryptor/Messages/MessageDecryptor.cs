using System.Security.Cryptography;

namespace Sluice.FieldLevelDecryptor;

/// <summary>A message's plain text, all of it verified.</summary>
/// <param name="Plaintext">The bytes.</param>
/// <param name="Key"><c>provider/name</c> of the key that opened it.</param>
sealed record OpenedMessage(byte[] Plaintext, string Key);

/// <summary>Opens messages: header, data key, body.</summary>
/// <param name="ring">Our keys.</param>
/// <param name="suites">Ids of the suites that are accepted.</param>
/// <param name="limits">What a message may have at most.</param>
/// <param name="time">For how often hints are sought.</param>
sealed class MessageDecryptor(KeyRing ring, IReadOnlySet<ushort> suites, MessageLimits limits, TimeProvider time)
{
    /// <summary>Each costs a private operation, and who sends messages decides how many fit.</summary>
    const int MaxAttempts = 3;

    /// <summary>Finding the right padding costs up to three more.</summary>
    static readonly TimeSpan s_hintGap = TimeSpan.FromSeconds(10);

    long _hinted = long.MinValue;

    /// <summary>Opens one.</summary>
    /// <exception cref="MessageException">It cannot be read or must not be trusted; the text is the diagnosis.</exception>
    /// <exception cref="KeysUnavailableException">The keys cannot be used now.</exception>
    public async ValueTask<OpenedMessage> OpenAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        var header = MessageHeader.Read(message, limits);
        if (!suites.Contains(header.Suite.Id))
            throw new MessageException($"suite {header.Suite} is not among those that SUITES accepts{(header.Suite.Commits ? "" : "; it does not commit to its key, and CloudFront's 0x0178 does not either")}");
        var keys = await ring.KeysAsync(cancellation);
        var opened = await UnwrapAsync(header, keys, cancellation);
        // A key that came, or was replaced, since ours were read.
        if (opened.DataKey is null && await ring.OthersAsync(keys, cancellation) is var others && !ReferenceEquals(others, keys))
            opened = await UnwrapAsync(header, keys = others, cancellation);
        if (opened.DataKey is null) throw new MessageException(Diagnosis(header, keys));
        try
        {
            return new(MessageBody.Open(message, header, opened.DataKey), opened.Key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened.DataKey);
        }
    }

    static async ValueTask<(byte[]? DataKey, string Key)> UnwrapAsync(MessageHeader header, IReadOnlyList<IFieldKey> keys, CancellationToken cancellation)
    {
        var attempts = 0;
        foreach (var wrapped in header.DataKeys)
        {
            foreach (var key in keys)
            {
                if (!key.Fits(wrapped)) continue;
                if (++attempts > MaxAttempts) return default;
                var dataKey = await key.UnwrapAsync(wrapped, header.SerializedContext, cancellation);
                if (dataKey?.Length == header.Suite.KeyBytes) return (dataKey, key.Provider + "/" + key.Name);
                CryptographicOperations.ZeroMemory(dataKey);
            }
        }
        return default;
    }

    string Diagnosis(MessageHeader header, IReadOnlyList<IFieldKey> keys)
    {
        var named = string.Join(", ", header.DataKeys.Select(key => key.Shown).Distinct());
        var configured = string.Join(", ", keys.Select(key => key.Provider + "/" + key.Name).Distinct());
        var fitting = header.DataKeys.SelectMany(wrapped => keys.Where(key => key.Fits(wrapped)).Select(key => (key, wrapped))).ToList();
        if (fitting.Count == 0) return $"the message is for {named}, and configured are {configured}: provider and name of the key must be those of CloudFront's profile and public key";
        var why = $"{fitting[0].key.Provider}/{fitting[0].key.Name} is configured and does not open the message: it is another key under this name, or was wrapped with another padding";
        var before = Interlocked.Read(ref _hinted);
        if (before != long.MinValue && time.GetElapsedTime(before) < s_hintGap) return why;
        Interlocked.Exchange(ref _hinted, time.GetTimestamp());
        foreach (var (key, wrapped) in fitting.Take(MaxAttempts))
            if ((key as RsaFieldKey)?.OtherPadding(wrapped, header.Suite.KeyBytes) is { } padding) return $"{why}. It opens with RSA_PADDING={padding}";
        return why;
    }
}
