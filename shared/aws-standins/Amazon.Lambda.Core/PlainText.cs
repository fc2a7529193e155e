using System.Text;

namespace Amazon.Lambda.Core;

/// <summary>A message template with its arguments as plain text, for whoever has no formatter: the runtime brings its own.</summary>
static class PlainText
{
    public static string Of(string message, object[] args, Exception exception = null)
    {
        if (args is not { Length: > 0 } && exception is null)
            return message;

        var text = new StringBuilder(message);
        if (args is { Length: > 0 })
            text.Append(" [").AppendJoin(", ", args).Append(']');
        if (exception is not null)
            text.AppendLine().Append(exception);
        return text.ToString();
    }
}
