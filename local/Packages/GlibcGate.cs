using System.Text.RegularExpressions;

namespace Sluice.Local;

/// <summary>A native executable asks for the glibc of the machine that linked it; Amazon Linux 2023 has 2.34.</summary>
static partial class GlibcGate
{
    static readonly Version s_amazonLinux = new(2, 34);

    /// <exception cref="UserError">The executable would not start on Lambda.</exception>
    public static async Task CheckAsync(string executable, Action<string> say, CancellationToken cancellation)
    {
        if (await Shell.TryRunAsync("objdump", ["-T", executable], cancellation) is not { Succeeded: true } dump)
        {
            say("objdump (binutils) is not here, so nobody checks that the executable runs with Lambda's glibc 2.34.");
            return;
        }
        if (Highest(dump.Lines) is { } highest && highest > s_amazonLinux)
            throw new UserError($"{Repository.Shown(executable)} needs glibc {highest}, and Lambda's provided.al2023 has {s_amazonLinux}: build it on Amazon Linux 2023, or another system with glibc {s_amazonLinux} or older.", ExitCode.Failure);
    }

    public static Version? Highest(IEnumerable<string> symbols) =>
        symbols.SelectMany(line => Symbol.Matches(line)).Select(match => Version.Parse(match.Groups[1].Value)).Max();

    [GeneratedRegex(@"GLIBC_([0-9]+\.[0-9]+)", RegexOptions.CultureInvariant)]
    static partial Regex Symbol { get; }
}
