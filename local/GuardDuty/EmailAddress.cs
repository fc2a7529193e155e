namespace Sluice.Local;

/// <summary>What GuardDuty takes for an e-mail address.</summary>
/// <remarks>Source: the API reference, AccountDetail. The answers do not repeat the address.</remarks>
static class EmailAddress
{
    const int Shortest = 6, Longest = 64;
    const string Refused = "\"'()<>[]:,\\|%&";

    /// <returns>Null if it is one.</returns>
    public static string? Mistake(string text)
    {
        if (text.Length == 0) return "the e-mail address is missing.";
        if (!text.All(char.IsAscii)) return "the e-mail address has letters beyond ASCII.";
        if (text.Length is < Shortest or > Longest) return $"the e-mail address has {text.Length} characters; {Shortest} to {Longest} are taken.";
        if (text.Count(letter => letter == '@') != 1) return "the e-mail address needs one @.";
        var (local, domain) = (text[..text.IndexOf('@', StringComparison.Ordinal)], text[(text.IndexOf('@', StringComparison.Ordinal) + 1)..]);
        if (local.Length == 0 || local[0] == '.' || local.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || Refused.Contains(letter, StringComparison.Ordinal)))
            return $"what stands before the @ of the e-mail address is empty, begins with a dot, or has a blank or one of {Refused}";
        if (!domain.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') || !domain.Contains('.', StringComparison.Ordinal) || domain[0] is '.' or '-' || domain[^1] is '.' or '-')
            return "what stands behind the @ of the e-mail address is no domain.";
        return null;
    }
}
