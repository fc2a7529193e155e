using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>SNS, SQS, Firehose and EventBridge.</summary>
static class StrictAws
{
    const int MaxMessage = 256 * 1024;

    public static void Email(OutMessage message, List<string> problems)
    {
        StrictFormats.Size(message.Body, MaxMessage, problems);
        if (message.Subject.Length is 0 or >= 100) problems.Add($"subject of {message.Subject.Length}");
        if (message.Subject.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0 || message.Subject.StartsWith(' ')) problems.Add("subject is not printable ASCII");
        foreach (var line in Encoding.UTF8.GetString(message.Body).Split('\n'))
        {
            if (line.Length > 72 && !line.StartsWith("https://", StringComparison.Ordinal)) problems.Add($"line of {line.Length}: {line}");
            if (line.Any(char.IsControl)) problems.Add("control character");
        }
    }

    public static void Message(OutMessage message, List<string> problems)
    {
        var attributes = message.Attributes.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key + attribute.Value) + "String".Length);
        StrictFormats.Size(message.Body, MaxMessage - attributes, problems);
        if (message.Attributes.Count > 10) problems.Add("more than 10 attributes");
        if (message.Attributes.Select(attribute => attribute.Key).Distinct().Count() != message.Attributes.Count) problems.Add("attribute twice");
        foreach (var (name, value) in message.Attributes)
        {
            if (OutMessage.IsNumber(name) && !double.TryParse(value, out _)) problems.Add($"{name} is no number");
        }
        if (StrictFormats.Json(message.Body).ValueKind != JsonValueKind.Object) problems.Add("no object");
        if (!Encoding.UTF8.GetString(message.Body).EnumerateRunes().All(rune => rune.Value is 9 or 10 or 13 or >= 0x20 and <= 0xFFFD or >= 0x10000)) problems.Add("a character that SQS refuses");
    }

    public static void Record(OutMessage message, List<string> problems)
    {
        StrictFormats.Size(message.Body, 1_000 * 1024, problems);
        if (message.Body.AsSpan().IndexOf((byte)'\n') != message.Body.Length - 1 || message.Body.AsSpan().Contains((byte)'\r')) problems.Add("not one line");
        if (StrictFormats.Json(message.Body).ValueKind != JsonValueKind.Object) problems.Add("no object");
    }

    public static void Event(OutMessage message, List<string> problems)
    {
        StrictFormats.Size(message.Body, MaxMessage - message.Subject.Length - "sluice.guardduty".Length - 14 - 2_048, problems);
        if (message.Subject != "GuardDuty Finding Routed") problems.Add("detail type");
        if (StrictFormats.Json(message.Body).ValueKind != JsonValueKind.Object) problems.Add("no object");
    }
}
