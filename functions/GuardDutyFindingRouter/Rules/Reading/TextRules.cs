using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What texts of the rules must look like.</summary>
/// <remarks>The same patterns stand in rules.schema.json, and a test holds the two together.</remarks>
static partial class TextRules
{
    /// <summary>Of a route, a suppression or a destination: it becomes a part of log lines and metrics.</summary>
    public static TextRule Name { get; } = new("a name of 1 to 64 letters, digits, spaces, and . _ -, which begins with a letter or digit", text => NameText().IsMatch(text));

    /// <summary>Any text of a sensible length.</summary>
    public static TextRule Short { get; } = new("a text of 1 to 512 characters", text => text.Length is > 0 and <= RuleLimits.TextCharacters);

    /// <summary>Any text, also an empty one.</summary>
    public static TextRule Value { get; } = new("a text of at most 512 characters", text => text.Length <= RuleLimits.TextCharacters);

    /// <summary>Why something is suppressed.</summary>
    public static TextRule Reason { get; } = new("a reason in 3 to 1,000 characters", text => text.Length <= RuleLimits.ReasonCharacters && text.Trim().Length >= 3);

    /// <summary>Of an AWS account.</summary>
    public static TextRule Account { get; } = new("the 12 digits of an account", text => AccountText().IsMatch(text));

    /// <summary>Whether it is 12 digits.</summary>
    public static bool IsAccount(string text) => AccountText().IsMatch(text);

    /// <summary>Where a secret is kept.</summary>
    public static TextRule Reference { get; } = new(
        "a reference: the name of a parameter (/name or ssm:name), or the ARN of a parameter or secret; the secret itself must not stand in the rules", text => ReferenceText().IsMatch(text));

    /// <summary>A topic of SNS.</summary>
    public static TextRule Topic { get; } = new("the ARN of an SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME", text => TopicText().IsMatch(text));

    /// <summary>A topic that mail can be subscribed to.</summary>
    public static TextRule MailTopic { get; } = new("the ARN of a standard SNS topic, arn:aws:sns:REGION:ACCOUNT:NAME", text => MailTopicText().IsMatch(text));

    /// <summary>A queue of SQS.</summary>
    public static TextRule Queue { get; } = new("the https URL of an SQS queue, which ends with /ACCOUNT/NAME", text => HttpUrl.IsSecure(text) && QueueText().IsMatch(text));

    /// <summary>A delivery stream.</summary>
    public static TextRule Stream { get; } = new("the name of a Firehose stream (1 to 64 letters, digits, and . _ -), not its ARN", text => StreamText().IsMatch(text));

    /// <summary>A bus of EventBridge.</summary>
    public static TextRule Bus { get; } = new("the name or ARN of an event bus", text => BusText().IsMatch(text));

    /// <summary>A project of Jira.</summary>
    public static TextRule Project { get; } = new("the key of a Jira project, such as SEC", text => ProjectText().IsMatch(text));

    /// <summary>A label of Jira.</summary>
    public static TextRule Label { get; } = new("a label of 1 to 255 characters without spaces", text => LabelText().IsMatch(text));

    /// <summary>A tag of Opsgenie.</summary>
    public static TextRule AlertTag { get; } = new("a tag of 1 to 50 characters", text => text.Length is > 0 and <= 50);

    /// <summary>The name of an HTTP header.</summary>
    public static bool IsHeaderName(string text) => HeaderNameText().IsMatch(text);

    /// <summary>The name of an HTTP header.</summary>
    public static TextRule HeaderName { get; } = new("the name of an HTTP header", IsHeaderName);

    /// <summary>The value of an HTTP header.</summary>
    public static TextRule HeaderValue { get; } = new("the value of an HTTP header: at most 512 printable ASCII characters", text => HeaderValueText().IsMatch(text));

    /// <summary>The body of a webhook.</summary>
    public static TextRule Template { get; } = new("a template of 1 to 65,536 characters in which each {{ is closed by }}", IsTemplate);

    /// <summary>Reads <c>6h</c>, <c>15m</c>, <c>90s</c> or <c>2d</c>.</summary>
    public static TimeSpan? Duration(string text) => DurationText().IsMatch(text) && int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture) is var count
        ? text[^1] switch { 's' => TimeSpan.FromSeconds(count), 'm' => TimeSpan.FromMinutes(count), 'h' => TimeSpan.FromHours(count), _ => TimeSpan.FromDays(count) }
        : null;

    /// <summary>Reads a day, which begins at midnight UTC, or a moment with its offset.</summary>
    public static DateTimeOffset? Moment(string text) => MomentText().IsMatch(text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    static bool IsTemplate(string text)
    {
        if (text.Length is 0 or > RuleLimits.TemplateCharacters) return false;
        for (var at = 0; (at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            var end = text.IndexOf("}}", at, StringComparison.Ordinal);
            if (end < 0 || text.AsSpan(at + 2, end - at - 2).Contains("{{", StringComparison.Ordinal)) return false;
            at = end + 2;
        }
        return true;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}\z")]
    private static partial Regex NameText();

    [GeneratedRegex(@"\A[0-9]{12}\z")]
    private static partial Regex AccountText();

    [GeneratedRegex(@"\A(/[A-Za-z0-9_.-][A-Za-z0-9_./-]{0,1009}|ssm:/?[A-Za-z0-9_.-][A-Za-z0-9_./-]{0,1009}|arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter/[A-Za-z0-9_./-]{1,1010}|arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]{1,519})\z")]
    private static partial Regex ReferenceText();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?\z")]
    private static partial Regex TopicText();

    [GeneratedRegex(@"\Aarn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}\z")]
    private static partial Regex MailTopicText();

    [GeneratedRegex(@"\Ahttps?://[^/?#\s]+/[0-9]{12}/[A-Za-z0-9_-]{1,80}(\.fifo)?\z")]
    private static partial Regex QueueText();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z")]
    private static partial Regex StreamText();

    [GeneratedRegex(@"\A([A-Za-z0-9_./-]{1,256}|arn:aws[a-z-]*:events:[a-z0-9-]+:[0-9]{12}:event-bus/[A-Za-z0-9_./-]{1,256})\z")]
    private static partial Regex BusText();

    [GeneratedRegex(@"\A[A-Z][A-Z0-9_]{1,31}\z")]
    private static partial Regex ProjectText();

    [GeneratedRegex(@"\A\S{1,255}\z")]
    private static partial Regex LabelText();

    [GeneratedRegex(@"\A[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}\z")]
    private static partial Regex HeaderNameText();

    [GeneratedRegex(@"\A[ -~]{0,512}\z")]
    private static partial Regex HeaderValueText();

    [GeneratedRegex(@"\A[1-9][0-9]{0,5}[smhd]\z")]
    private static partial Regex DurationText();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?\z")]
    private static partial Regex MomentText();
}
