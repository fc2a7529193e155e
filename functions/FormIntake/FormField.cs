namespace Sluice.FormIntake;

/// <summary>A field of the form.</summary>
/// <param name="Name">In the form, and the attribute in the table.</param>
/// <param name="Label">For people.</param>
/// <param name="InputType">Of HTML.</param>
/// <param name="AutoComplete">By which browsers fill it in.</param>
/// <param name="MaxLength">Characters of a clear value.</param>
/// <param name="Problem">What is wrong with a clear value, as a sentence to whoever typed it; <c>null</c> where nothing is.</param>
sealed record FormField(string Name, string Label, string InputType, string AutoComplete, int MaxLength, Func<string, string?> Problem)
{
    /// <summary>All of them, in the order of the page.</summary>
    public static IReadOnlyList<FormField> All { get; } =
    [
        new("name", "Name", "text", "name", 200, _ => null),
        new("email", "E-mail address", "email", "email", 254, EmailProblem),
        new("phone", "Phone number", "tel", "tel", 40, PhoneProblem),
    ];

    /// <summary>What is wrong with a value that came in clear.</summary>
    /// <param name="value">Without blanks around it.</param>
    public string? ProblemOf(string value) =>
        value.Length == 0 ? $"Enter your {char.ToLowerInvariant(Label[0])}{Label[1..]}."
        : value.Length > MaxLength ? $"{Label} must be {MaxLength} characters or fewer."
        : value.Any(char.IsControl) ? $"{Label} must not have line breaks or other control characters."
        : Problem(value);

    // Only what is surely a slip: whether an address exists, a message to it tells.
    static string? EmailProblem(string value) =>
        value.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == value.LastIndexOf('@') && at < value.Length - 1 && !value.Contains(' ', StringComparison.Ordinal)
            ? null : "Enter an e-mail address in the form name@example.com.";

    static string? PhoneProblem(string value) =>
        value.Count(char.IsAsciiDigit) >= 3 && value.All(c => char.IsAsciiDigit(c) || "+-()./ x".Contains(c, StringComparison.Ordinal)) ? null : "Enter a phone number, such as +1 404 555 0150.";
}
