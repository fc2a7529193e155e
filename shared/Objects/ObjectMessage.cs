using System.Text;
using System.Text.Json;

namespace Sluice;

/// <summary>Messages that name an object as an S3 notification does, with an errand beside: what reads notifications reads them, and a
/// dead-letter queue keeps them like any other.</summary>
public static class ObjectMessage
{
    /// <summary>The member of the record that holds the errand.</summary>
    public const string Member = "sluice";

    /// <summary><c>{"Records":[{"eventName":"ObjectCreated:Put","s3":{…},"sluice":{"purpose","offset","line"}}]}</c></summary>
    public static string Of(CreatedObject one)
    {
        var text = new ByteBuffer(512);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("Records"u8);
            json.WriteStartObject();
            json.WriteString("eventVersion"u8, "2.1"u8);
            json.WriteString("eventSource"u8, "aws:s3"u8);
            json.WriteString("awsRegion"u8, one.Region);
            if (one.Time is { } time) json.WriteString("eventTime"u8, time.UtcDateTime);
            json.WriteString("eventName"u8, "ObjectCreated:Put"u8);
            json.WriteStartObject("s3"u8);
            json.WriteStartObject("bucket"u8);
            json.WriteString("name"u8, one.Bucket);
            json.WriteEndObject();
            json.WriteStartObject("object"u8);
            json.WriteString("key"u8, Uri.EscapeDataString(one.Key).Replace("%2F", "/", StringComparison.Ordinal));
            if (one.Size >= 0) json.WriteNumber("size"u8, one.Size);
            if (one.ETag.Length > 0) json.WriteString("eTag"u8, one.ETag);
            if (one.VersionId.Length > 0) json.WriteString("versionId"u8, one.VersionId);
            json.WriteEndObject();
            json.WriteEndObject();
            if (one.Errand is { } errand)
            {
                json.WriteStartObject(Member);
                json.WriteString("purpose"u8, errand.Purpose);
                json.WriteNumber("offset"u8, errand.Offset);
                json.WriteNumber("line"u8, errand.Line);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(text.Written);
    }
}
