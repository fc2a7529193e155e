namespace Sluice.GuardDutyFindingRouter;

/// <summary>A text in which <c>*</c> stands for any characters, also none; it holds for the whole of a text, whatever its case.</summary>
/// <param name="text">As it is written.</param>
sealed class TextPattern(string text)
{
    readonly string[] _parts = text.Split('*');

    /// <summary>As it is written.</summary>
    public string Text => text;

    /// <summary>Whether it holds for every text.</summary>
    public bool IsAll => text.Length > 0 && text.AsSpan().TrimEnd('*').IsEmpty;

    /// <summary>Whether it holds. Time is linear to the text for each star, and nothing is allocated.</summary>
    public bool Matches(ReadOnlySpan<char> candidate)
    {
        if (_parts.Length == 1) return candidate.Equals(text, StringComparison.OrdinalIgnoreCase);
        var (first, last) = (_parts[0], _parts[^1]);
        if (candidate.Length < first.Length + last.Length
            || !candidate.StartsWith(first, StringComparison.OrdinalIgnoreCase) || !candidate.EndsWith(last, StringComparison.OrdinalIgnoreCase)) return false;
        candidate = candidate[first.Length..^last.Length];
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            // The first place is the best: what follows has most room behind it.
            var at = candidate.IndexOf(part, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return false;
            candidate = candidate[(at + part.Length)..];
        }
        return true;
    }

    /// <summary>The first that holds; <c>null</c>: none does.</summary>
    public static TextPattern? FirstOf(IReadOnlyList<TextPattern> patterns, ReadOnlySpan<char> candidate)
    {
        for (var i = 0; i < patterns.Count; i++)
            if (patterns[i].Matches(candidate)) return patterns[i];
        return null;
    }

    /// <summary>As it is written.</summary>
    public override string ToString() => text;
}

/// <summary>A tag that must be there, with a value that one of the patterns holds for.</summary>
/// <param name="Name">As it is, with its case.</param>
/// <param name="Values"><c>*</c> for any value.</param>
sealed record TagPattern(string Name, IReadOnlyList<TextPattern> Values);
