using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Bodies for SNS, SQS, Firehose and EventBridge, and what goes beside them.</summary>
static class AwsFormats
{
    /// <summary>SNS, SQS: 256 KiB, attributes among them. EventBridge: 256 KB an entry, names among it. Room is left for both.</summary>
    /// <remarks>Source: "Amazon SNS quotas", "Amazon SQS message quotas", "PutEvents": calculating an entry's size.</remarks>
    public const int MaxMessage = 256_000;

    /// <summary>Firehose: a record, before base64. Source: "Amazon Data Firehose quotas": 1,000 KiB.</summary>
    public const int MaxRecord = 1_000 * 1024;

    /// <summary>EventBridge: what rules match on. Not <c>aws.guardduty</c>, which is AWS' own: a rule for findings does not see what the router made of them.</summary>
    public const string Source = "sluice.guardduty";

    /// <summary>EventBridge: detail type.</summary>
    public const string DetailType = "GuardDuty Finding Routed";

    /// <summary>A message of SNS.</summary>
    public static OutMessage Topic(Notice notice, Destination destination, DateTimeOffset now) => Queue(notice, destination, now);

    /// <summary>A message of SQS.</summary>
    public static OutMessage Queue(Notice notice, Destination destination, DateTimeOffset now) =>
        new("application/json", PayloadForms.Write(notice, destination, now, MaxMessage)) { Attributes = Attributes(notice) };

    /// <summary>A record of Firehose: one line.</summary>
    public static OutMessage Stream(Notice notice, Destination destination, DateTimeOffset now) =>
        new("application/x-ndjson", PayloadForms.Write(notice, destination, now, MaxRecord, "\n"u8));

    /// <summary>The detail of an event.</summary>
    public static OutMessage Bus(Notice notice, Destination destination, DateTimeOffset now) =>
        new("application/json", PayloadForms.Write(notice, destination, now, MaxMessage)) { Subject = DetailType };

    /// <summary>What subscriptions filter by. An attribute may not be empty, nor have control characters.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Attributes(Notice notice)
    {
        var finding = notice.Finding;
        var severity = NoticeText.NumberOf(notice);
        var attributes = new List<KeyValuePair<string, string>>(8)
        {
            new("kind", NormalisedForm.KindName(notice.Kind)),
            new("severity", severity.ToString("0.##", CultureInfo.InvariantCulture)),
            new("severityLabel", SeverityLabels.Of(severity).ToString()),
            new("sample", finding.Sample ? "true" : "false"),
        };
        Add("type", finding.Type);
        Add("accountId", finding.AccountId);
        Add("region", finding.Region);
        Add("resourceType", finding.Subject.ResourceType);
        return attributes;

        void Add(string name, string text)
        {
            if (CleanText.Line(text, 250) is { Length: > 0 } clean) attributes.Add(new(name, clean));
        }
    }
}
