namespace Amazon.Lambda.RuntimeSupport.Helpers;

public interface IConsoleLoggerWriter
{
    void SetRuntimeHeaders(IRuntimeApiHeaders runtimeApiHeaders);

    void FormattedWriteLine(string message);

    void FormattedWriteLine(string level, string message, params object[] args);

    void FormattedWriteLine(string level, Exception exception, string message, params object[] args);
}
