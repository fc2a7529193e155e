using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>What a service would refuse, or show wrongly, in a message: written from the services' documentation, not from our code.</summary>
static class StrictFormats
{
    /// <summary>Each problem with the path of where it is; none where the service would take the message.</summary>
    public static IReadOnlyList<string> Problems(DestinationKind kind, OutMessage message)
    {
        var problems = new List<string>();
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(message.Body);
            Check(kind, message, problems);
        }
        catch (Exception wrong) when (wrong is JsonException or DecoderFallbackException or KeyNotFoundException or InvalidOperationException)
        {
            problems.Add($"{kind}: {wrong.Message}");
        }
        foreach (var (name, value) in message.Attributes)
        {
            if (name.Length == 0 || value.Length == 0 || value.AsSpan().IndexOfAny('\r', '\n') >= 0) problems.Add($"attribute '{name}' is empty or has a line break");
        }
        return problems;
    }

    static void Check(DestinationKind kind, OutMessage message, List<string> problems)
    {
        switch (kind)
        {
            case DestinationKind.Slack: StrictSlack.Check(message, problems); break;
            case DestinationKind.Teams: StrictTeams.Check(message, problems); break;
            case DestinationKind.PagerDuty: StrictPaging.PagerDuty(message, problems); break;
            case DestinationKind.Opsgenie: StrictPaging.Opsgenie(message, problems); break;
            case DestinationKind.Jira: StrictJira.Check(message, problems); break;
            case DestinationKind.Email: StrictAws.Email(message, problems); break;
            case DestinationKind.Sns or DestinationKind.Sqs: StrictAws.Message(message, problems); break;
            case DestinationKind.Firehose: StrictAws.Record(message, problems); break;
            case DestinationKind.EventBridge: StrictAws.Event(message, problems); break;
            case DestinationKind.Webhook:
                if (message.ContentType.Contains("json", StringComparison.Ordinal)) Json(message.Body);
                break;
            default: problems.Add($"no rules for {kind}"); break;
        }
    }

    /// <summary>Parsed strictly: no comments, no trailing commas, no duplicate members.</summary>
    public static JsonElement Json(byte[] body)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
        return document.RootElement.Clone();
    }

    /// <summary>A text that must be there, of 1 to <paramref name="max"/> characters.</summary>
    public static string Text(JsonElement parent, string name, int max, string path, List<string> problems, bool isOptional = false)
    {
        if (!parent.TryGetProperty(name, out var value))
        {
            if (!isOptional) problems.Add($"{path}.{name} is missing");
            return "";
        }
        if (value.ValueKind != JsonValueKind.String)
        {
            problems.Add($"{path}.{name} is no text");
            return "";
        }
        var text = value.GetString()!;
        if (text.Length == 0) problems.Add($"{path}.{name} is empty");
        if (text.Length > max) problems.Add($"{path}.{name} has {text.Length} characters, more than {max}");
        return text;
    }

    public static void OneOf(string text, string path, List<string> problems, params string[] allowed)
    {
        if (!allowed.Contains(text)) problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path} is '{text}'"));
    }

    public static void Size(byte[] body, int max, List<string> problems)
    {
        if (body.Length > max) problems.Add($"{body.Length} bytes, more than {max}");
        if (body.Length == 0) problems.Add("no body");
    }
}
