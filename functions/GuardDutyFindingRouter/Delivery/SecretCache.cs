using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Secrets by reference, read when they are needed and kept for a while. Safe for calls at once.</summary>
/// <param name="secrets">Reads them.</param>
/// <param name="age">So long one is kept.</param>
/// <param name="time">The clock.</param>
sealed class SecretCache(SecretText secrets, TimeSpan age, TimeProvider time)
{
    /// <summary>A wrong secret is not read again for each notice that it is refused for.</summary>
    static readonly TimeSpan RenewedAtMostEvery = TimeSpan.FromSeconds(30);

    readonly Lock _gate = new();
    readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The text, without blanks and ends of lines around it. Of JSON with one text member, as the console of Secrets Manager makes it, that text.</summary>
    /// <param name="reference">ARN of a secret, or name of a parameter; empty gives an empty text.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SecretException">It cannot be read, or is empty; the message says what is missing and shows nothing.</exception>
    public async Task<string> ReadAsync(string reference, CancellationToken cancellation)
    {
        if (reference.Length == 0) return "";
        var entry = EntryOf(reference);
        await entry.Gate.WaitAsync(cancellation);
        try
        {
            if (entry.Text is null || time.GetUtcNow() - entry.ReadAt >= age) await FillAsync(reference, entry, cancellation);
            return entry.Text!;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>A destination refused a secret: reads it again.</summary>
    /// <param name="reference">As in <see cref="ReadAsync"/>.</param>
    /// <param name="refused">The text that was refused.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether there is another one now.</returns>
    /// <exception cref="SecretException">See there.</exception>
    public async Task<bool> RenewAsync(string reference, string refused, CancellationToken cancellation)
    {
        if (reference.Length == 0) return false;
        var entry = EntryOf(reference);
        await entry.Gate.WaitAsync(cancellation);
        try
        {
            if (entry.Text is not null && entry.Text != refused) return true;      // somebody else has read it meanwhile
            if (entry.RenewedAt is { } renewed && time.GetUtcNow() - renewed < RenewedAtMostEvery) return false;
            entry.RenewedAt = time.GetUtcNow();
            await FillAsync(reference, entry, cancellation);
            return entry.Text != refused;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    async Task FillAsync(string reference, Entry entry, CancellationToken cancellation)
    {
        var text = TextOf(await secrets.ReadAsync(reference, cancellation));
        if (text.Length == 0) throw new SecretException($"{reference} is empty.");
        (entry.Text, entry.ReadAt) = (text, time.GetUtcNow());
    }

    static string TextOf(string stored)
    {
        var text = stored.Trim();
        if (!text.StartsWith('{')) return text;
        try
        {
            using var json = JsonDocument.Parse(text);
            JsonProperty[] members = [.. json.RootElement.EnumerateObject()];
            return members is [{ Value.ValueKind: JsonValueKind.String } only] ? only.Value.GetString()!.Trim() : text;
        }
        catch (JsonException)
        {
            return text;        // a key that happens to begin with a brace
        }
    }

    Entry EntryOf(string reference)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(reference, out var entry)) _entries[reference] = entry = new();
            return entry;
        }
    }

    /// <summary>Everything but the gate is guarded by it.</summary>
    sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);
        public string? Text { get; set; }
        public DateTimeOffset ReadAt { get; set; }
        public DateTimeOffset? RenewedAt { get; set; }
    }
}
