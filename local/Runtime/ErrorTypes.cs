using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>The values that <c>Lambda-Runtime-Function-Error-Type</c> may have.</summary>
static partial class ErrorTypes
{
    public const string ResponseSizeTooLarge = "Function.ResponseSizeTooLarge";

    public const string ExitError = "Runtime.ExitError";

    /// <summary>Source: fatalerror.go of AWS's emulator. A value of another form is replaced, never refused.</summary>
    public static string Valid(string? header) =>
        header is null ? "Runtime.Unknown"
        : Form().IsMatch(header) ? header
        : header.StartsWith("Function.", StringComparison.Ordinal) ? "Function.Unknown"
        : "Runtime.Unknown";

    [GeneratedRegex(@"^(Runtime|Function)\.[A-Z][a-zA-Z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
