using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>Account ids as people and spreadsheets write them.</summary>
static partial class AccountId
{
    public const int Digits = 12;

    const string AsText = "Make the column text, and put the id in again.";

    /// <returns>The id without hyphens, or what is wrong with it.</returns>
    public static (string? Id, string? Mistake) Read(string text)
    {
        if (text.Length == 0) return (null, "the account id is missing.");
        if (Grouped.IsMatch(text)) text = text.Replace("-", "", StringComparison.Ordinal);
        if (text.Length == Digits && text.All(char.IsAsciiDigit)) return (text, null);
        if (Scientific.IsMatch(text)) return (null, $"'{text}' is what a spreadsheet made of an account id: digits are lost. {AsText}");
        if (Fraction.IsMatch(text)) return (null, $"'{text}' is what a spreadsheet made of an account id. {AsText}");
        if (!text.All(char.IsAsciiDigit)) return (null, $"'{Shown(text)}' is no account id: 12 digits are expected.");
        return (null, text.Length < Digits
            ? $"'{text}' has {text.Length} digits, not {Digits}: a spreadsheet takes leading zeros away; is it {text.PadLeft(Digits, '0')}? {AsText}"
            : $"'{Shown(text)}' has {text.Length} digits, not {Digits}.");
    }

    /// <summary>What stands here by mistake may be an e-mail address, or long.</summary>
    static string Shown(string text) => text.Contains('@', StringComparison.Ordinal) ? "an e-mail address" : text.Length > 24 ? text[..24] + "…" : text;

    [GeneratedRegex(@"\A\d{4}-\d{4}-\d{4}\z", RegexOptions.CultureInvariant)]
    static partial Regex Grouped { get; }

    [GeneratedRegex(@"\A\d+([.,]\d+)?[eE]\+?\d+\z", RegexOptions.CultureInvariant)]
    static partial Regex Scientific { get; }

    [GeneratedRegex(@"\A\d+[.,]0+\z", RegexOptions.CultureInvariant)]
    static partial Regex Fraction { get; }
}
