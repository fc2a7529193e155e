namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Values of <c>Lambda-Runtime-Function-Error-Type</c>: <c>(Runtime|Function)\.[A-Z][a-zA-Z]+</c>, or the service replaces them.</summary>
static class ErrorType
{
    const string Unknown = "Function.Unknown";

    public static string Header(string asked, Exception exception) =>
        asked is null ? Function(exception.GetType().Name)
        : asked.StartsWith("Runtime.", StringComparison.Ordinal) && IsWord(asked.AsSpan(8)) ? asked
        : Function(asked.StartsWith("Function.", StringComparison.Ordinal) ? asked[9..] : asked);

    /// <summary><c>Function.SettingsException</c>; of a name like <c>Retry_Error2`1</c> the letters remain: <c>Function.RetryError</c>.</summary>
    static string Function(string name)
    {
        if (name.IndexOf('`') is var generic and >= 0) name = name[..generic];
        if (name == nameof(ResponseSizeTooLargeException)) name = "ResponseSizeTooLarge";
        var letters = string.Concat(name.Where(char.IsAsciiLetter));
        return letters.Length < 2 ? Unknown : $"Function.{char.ToUpperInvariant(letters[0])}{letters[1..]}";
    }

    static bool IsWord(ReadOnlySpan<char> word) =>
        word.Length > 1 && char.IsAsciiLetterUpper(word[0]) && !word.ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
