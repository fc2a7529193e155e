using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Messages of SQS and SNS, empty of meaning or with an S3 message inside.</summary>
/// <remarks>Sources: Lambda developer guide, "Using Lambda with Amazon SQS"; SNS developer guide, "HTTP/HTTPS notification JSON format".</remarks>
static class QueueEvents
{
    public static JsonObject Sqs(SampleSource sample, IEnumerable<string> bodies) =>
        new() { ["Records"] = new JsonArray([.. bodies.Select(body => SqsRecord(sample, body))]) };

    static JsonObject SqsRecord(SampleSource sample, string body)
    {
        var sent = sample.Milliseconds;
        sample.Pass(900);
        return new JsonObject
        {
            ["messageId"] = sample.Guid(),
            ["receiptHandle"] = "AQEB" + sample.Token(180) + "==",
            ["body"] = body,
            ["attributes"] = new JsonObject
            {
                ["ApproximateReceiveCount"] = "1",
                ["SentTimestamp"] = sent.ToString(CultureInfo.InvariantCulture),
                ["SenderId"] = "AROA" + sample.UpperToken(17) + ":sender",
                ["ApproximateFirstReceiveTimestamp"] = sample.Milliseconds.ToString(CultureInfo.InvariantCulture),
            },
            ["messageAttributes"] = new JsonObject(),
            ["md5OfBody"] = Md5(body),
            ["eventSource"] = "aws:sqs",
            ["eventSourceARN"] = sample.Arn("sqs", "Messages"),
            ["awsRegion"] = sample.Region,
        };
    }

    /// <summary>As SNS invokes a function.</summary>
    public static JsonObject Sns(SampleSource sample, string message, string? subject) => new()
    {
        ["Records"] = new JsonArray(new JsonObject
        {
            ["EventVersion"] = "1.0",
            ["EventSubscriptionArn"] = sample.Arn("sns", "Messages:" + sample.Guid()),
            ["EventSource"] = "aws:sns",
            ["Sns"] = Notification(sample, message, subject, certificate: "SigningCertUrl", unsubscribe: "UnsubscribeUrl"),
        }),
    };

    /// <summary>As SNS writes it into a queue: its two URLs are spelled in another way there.</summary>
    public static string SnsInQueue(SampleSource sample, string message, string? subject) =>
        SampleJson.CompactText(Notification(sample, message, subject, certificate: "SigningCertURL", unsubscribe: "UnsubscribeURL"));

    static JsonObject Notification(SampleSource sample, string message, string? subject, string certificate, string unsubscribe)
    {
        var topic = sample.Arn("sns", "Messages");
        return new JsonObject
        {
            ["Type"] = "Notification",
            ["MessageId"] = sample.Guid(),
            ["TopicArn"] = topic,
            ["Subject"] = subject,
            ["Message"] = message,
            ["Timestamp"] = sample.IsoMilliseconds,
            ["SignatureVersion"] = "1",
            ["Signature"] = sample.Token(342) + "==",
            [certificate] = $"https://sns.{sample.Region}.amazonaws.com/SimpleNotificationService-{sample.Hex(32)}.pem",
            [unsubscribe] = $"https://sns.{sample.Region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={topic}:{sample.Guid()}",
            ["MessageAttributes"] = new JsonObject(),
        };
    }

#pragma warning disable CA5351 // SQS's own checksum of a body is MD5; nothing is protected by it
    static string Md5(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
