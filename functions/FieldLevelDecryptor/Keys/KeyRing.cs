namespace Sluice.FieldLevelDecryptor;

/// <summary>The keys of this process: read once, kept, and read again when they are old or a message names one that is not among them.</summary>
/// <param name="load">Reads all.</param>
/// <param name="refreshAfter">Age at which they are read again.</param>
/// <param name="telemetry">Told when that fails.</param>
/// <remarks>Keys that are replaced are left to the collector: a message may be using one.</remarks>
sealed class KeyRing(Func<CancellationToken, Task<IReadOnlyList<IFieldKey>>> load, TimeSpan refreshAfter, Telemetry telemetry) : IDisposable
{
    /// <summary>Unknown names come from outside: they must not turn into a flood of calls.</summary>
    static readonly TimeSpan s_leastGap = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim _turn = new(1);
    IReadOnlyList<IFieldKey>? _keys;        // replaced as a whole, under _turn
    long _tried, _read;

    /// <summary>Whether a message may cost a call to another service.</summary>
    public bool CallsOut => _keys?.Any(key => key is KmsFieldKey) == true;

    /// <summary>The keys.</summary>
    /// <exception cref="KeysUnavailableException">There are none yet, and they cannot be read.</exception>
    public async ValueTask<IReadOnlyList<IFieldKey>> KeysAsync(CancellationToken cancellation)
    {
        if (_keys is { } keys && (telemetry.Time.GetElapsedTime(_read) < refreshAfter || !MayTry())) return keys;
        return await ReadAsync(_keys, cancellation);
    }

    /// <summary>The keys, read again if that was not done just now.</summary>
    /// <param name="known">Those that did not do.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Others, or <paramref name="known"/> itself.</returns>
    public async ValueTask<IReadOnlyList<IFieldKey>> OthersAsync(IReadOnlyList<IFieldKey> known, CancellationToken cancellation) =>
        !ReferenceEquals(known, _keys) ? _keys! : MayTry() ? await ReadAsync(known, cancellation) : known;

    bool MayTry() => telemetry.Time.GetElapsedTime(_tried) >= s_leastGap;

    async Task<IReadOnlyList<IFieldKey>> ReadAsync(IReadOnlyList<IFieldKey>? known, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            // Somebody else did while we waited.
            if (_keys is not null && !ReferenceEquals(known, _keys)) return _keys;
            if (_keys is not null && !MayTry()) return _keys;
            _tried = telemetry.Time.GetTimestamp();
            _keys = await load(cancellation);
            _read = telemetry.Time.GetTimestamp();
            return _keys;
        }
        catch (KeysUnavailableException failure) when (_keys is not null)
        {
            telemetry.Error("keys could not be read again: those of before stay in use", failure);
            return _keys;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
