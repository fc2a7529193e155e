namespace Sluice.Local;

/// <summary>Something that the user can put right: one line on stderr, no stack trace.</summary>
sealed class UserError(string message, int exitCode = ExitCode.Usage) : Exception(message)
{
    public int ExitCode => exitCode;
}

static class ExitCode
{
    public const int Success = 0;

    /// <summary>The function failed, a test failed, a build failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line, the template or the event is wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
