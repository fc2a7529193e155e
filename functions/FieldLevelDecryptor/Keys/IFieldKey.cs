namespace Sluice.FieldLevelDecryptor;

/// <summary>A key that data keys are unwrapped with.</summary>
interface IFieldKey
{
    /// <summary>The key provider that messages must name.</summary>
    string Provider { get; }

    /// <summary>The name of the key that messages must carry: of the public key in CloudFront, not its id.</summary>
    string Name { get; }

    /// <summary>Whether a data key names this one: provider and name, exactly.</summary>
    bool Fits(in EncryptedDataKey dataKey);

    /// <summary>Unwraps.</summary>
    /// <param name="dataKey">One that fits.</param>
    /// <param name="context">The message's encryption context, serialized.</param>
    /// <param name="cancellation">Ends a call.</param>
    /// <returns>The data key, which the caller clears; <c>null</c> where it does not open.</returns>
    /// <exception cref="KeysUnavailableException">It cannot be tried now.</exception>
    ValueTask<byte[]?> UnwrapAsync(EncryptedDataKey dataKey, ReadOnlyMemory<byte> context, CancellationToken cancellation);
}

/// <summary>Keys cannot be had or used. The text says which and why; it is for the log.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="transient">Whether another try may succeed.</param>
/// <param name="cause">What was thrown.</param>
sealed class KeysUnavailableException(string message, bool transient = false, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether another try may succeed.</summary>
    public bool IsTransient => transient;
}
