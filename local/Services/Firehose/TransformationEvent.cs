using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Local;

/// <summary>What Firehose sends to the function: a batch of records.</summary>
static class TransformationEvent
{
    /// <summary>Of one invocation's request and of its answer. Source: "a payload size limit of 6 MB for both the request and the response".</summary>
    public const int MaxBytes = 6 * 1024 * 1024;

    // Generous: braces, names, numbers and the id of a record; and of the whole event, without its ARNs.
    const int RecordOverhead = 192;
    const int KinesisOverhead = 288;
    const int EventOverhead = 256;

    /// <param name="invocationId">A new one for each attempt.</param>
    public static byte[] Write(FirehoseSettings settings, IReadOnlyList<FirehoseRecord> records, Guid invocationId)
    {
        var output = new ArrayBufferWriter<byte>(MaxBytesOf(settings) + records.Sum(MaxBytesOf));
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("invocationId"u8, invocationId);
            if (settings.SourceStreamArn is { } source) json.WriteString("sourceKinesisStreamArn"u8, source);
            json.WriteString("deliveryStreamArn"u8, settings.Arn);
            json.WriteString("region"u8, settings.Region);
            json.WriteStartArray("records"u8);
            foreach (var record in records) Write(json, record);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return output.WrittenSpan.ToArray();
    }

    /// <summary>At most this many bytes of the event are this record's.</summary>
    public static int MaxBytesOf(FirehoseRecord record) =>
        RecordOverhead + Base64.GetMaxEncodedToUtf8Length(record.Data.Length) + (record.Kinesis is { } origin ? KinesisOverhead + EscapedBytes(origin.PartitionKey) : 0);

    /// <summary>At most this many bytes of the event are no record's.</summary>
    public static int MaxBytesOf(FirehoseSettings settings) => EventOverhead + EscapedBytes(settings.Arn) + EscapedBytes(settings.SourceStreamArn ?? "");

    static void Write(Utf8JsonWriter json, FirehoseRecord record)
    {
        json.WriteStartObject();
        json.WriteString("recordId"u8, record.Id);
        json.WriteNumber("approximateArrivalTimestamp"u8, record.Arrived.ToUnixTimeMilliseconds());
        json.WriteBase64String("data"u8, record.Data.Span);
        if (record.Kinesis is { } origin)
        {
            json.WriteStartObject("kinesisRecordMetadata"u8);
            json.WriteString("sequenceNumber"u8, origin.SequenceNumber);
            json.WriteNumber("subsequenceNumber"u8, origin.SubsequenceNumber);
            json.WriteString("partitionKey"u8, origin.PartitionKey);
            json.WriteString("shardId"u8, origin.ShardId);
            json.WriteNumber("approximateArrivalTimestamp"u8, record.Arrived.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    // A control character becomes six bytes.
    static int EscapedBytes(string text) => 6 * Encoding.UTF8.GetByteCount(text);
}
