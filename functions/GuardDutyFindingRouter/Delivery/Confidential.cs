using System.Globalization;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What may not stand in a reason, a log or a message of one destination: its secret, and its URL but for the host.</summary>
sealed class Confidential
{
    /// <summary>A text this short cannot be told from ordinary words: where a secret has one, nothing a server says is shown.</summary>
    public const int ShortestTellable = 6;

    const string Hidden = "[…]";
    readonly List<string> _texts = [];
    readonly bool _showsNothing;

    Confidential(IEnumerable<string> texts)
    {
        foreach (var text in texts.Select(Plain).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).OrderByDescending(text => text.Length))
        {
            if (text.Length < ShortestTellable) _showsNothing = true;
            else _texts.Add(text);
        }
    }

    /// <summary>Nothing is.</summary>
    public static Confidential None { get; } = new([]);

    /// <summary>Of a destination as it is sent to.</summary>
    /// <param name="url">Where; <c>null</c> where it is not known yet.</param>
    /// <param name="isUrlSecret">Whether path and query are.</param>
    /// <param name="secrets">Each in whole, such as a token or a header with it.</param>
    public static Confidential Of(Uri? url, bool isUrlSecret, params IEnumerable<string> secrets)
    {
        var texts = new List<string>();
        foreach (var secret in secrets)
        {
            texts.Add(secret);
            // A header such as "GenieKey …" or "Basic …".
            if (secret.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space && secret.Length - space > ShortestTellable) texts.Add(secret[(space + 1)..]);
            if (secret.Length > 0) texts.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
        }
        if (isUrlSecret && url is not null) texts.AddRange(PartsOf(url));
        return new([.. texts, .. texts.Select(Escaped)]);
    }

    /// <summary>A text of somebody else for people: one line, without control characters, without what is confidential, cut.</summary>
    /// <param name="text">Any.</param>
    /// <param name="maxLength">UTF-16 units that are left at most, with the ellipsis.</param>
    /// <param name="isCut">Whether more followed that is not here: its end may hold a part of a secret.</param>
    public string Clean(string text, int maxLength = 200, bool isCut = false)
    {
        if (_showsNothing) return "";
        var plain = Plain(text);
        foreach (var secret in _texts) plain = plain.Replace(secret, Hidden, StringComparison.OrdinalIgnoreCase);
        if (isCut && _texts.Count > 0) plain = plain[..Math.Max(0, plain.Length - _texts[0].Length)];
        return Cut(plain, maxLength);
    }

    /// <summary>One line: runs of blanks, ends of lines and what is invisible become a blank.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isBlank = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
                or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (!isBlank) plain.Append(rune.ToString());
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }
        return plain.ToString().TrimEnd();
    }

    /// <summary>Cuts between characters and says so with an ellipsis.</summary>
    public static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength) return text;
        var end = maxLength - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + "…";
    }

    /// <summary>Path, query and their parts, as written and decoded.</summary>
    static IEnumerable<string> PartsOf(Uri url)
    {
        string[] whole = [url.PathAndQuery, url.AbsolutePath, url.Query];
        // Short parts, such as "v2", are no secrets of their own; the whole is.
        var parts = url.PathAndQuery.Split('/', '?', '&', '=').Where(part => part.Length >= ShortestTellable);
        string[] written = [.. whole.Where(text => text.Length > 1), .. parts];
        return [.. written, .. written.Select(Uri.UnescapeDataString).Where(text => text.Length >= ShortestTellable)];
    }

    /// <summary>As it would stand in JSON that escapes slashes.</summary>
    static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("/", "\\/", StringComparison.Ordinal);
}
