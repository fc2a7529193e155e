using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisFirehoseEvents;

namespace Sluice.ObviousDecompressor;

/// <summary>The decompressor as one writes it first: official event types, streams, a document, strings. What ours is measured against.</summary>
static class Obvious
{
    public static KinesisFirehoseResponse Handle(KinesisFirehoseEvent batch)
    {
        var records = new List<KinesisFirehoseResponse.FirehoseRecord>();
        foreach (var record in batch.Records)
        {
            using var inflate = new GZipStream(new MemoryStream(Convert.FromBase64String(record.Base64EncodedData)), CompressionMode.Decompress);
            using var reader = new StreamReader(inflate);
            using var json = JsonDocument.Parse(reader.ReadToEnd());
            var answer = new KinesisFirehoseResponse.FirehoseRecord { RecordId = record.RecordId };
            if (json.RootElement.GetProperty("messageType").GetString() == "DATA_MESSAGE")
            {
                var lines = new StringBuilder();
                foreach (var logEvent in json.RootElement.GetProperty("logEvents").EnumerateArray())
                    lines.Append(logEvent.GetProperty("message").GetString()).Append('\n');
                answer.Result = KinesisFirehoseResponse.TRANSFORMED_STATE_OK;
                answer.Base64EncodedData = Convert.ToBase64String(Encoding.UTF8.GetBytes(lines.ToString()));
            }
            else
            {
                answer.Result = KinesisFirehoseResponse.TRANSFORMED_STATE_DROPPED;
            }
            records.Add(answer);
        }
        return new KinesisFirehoseResponse { Records = records };
    }
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(KinesisFirehoseEvent))]
sealed partial class EventJson : JsonSerializerContext;

[JsonSerializable(typeof(KinesisFirehoseResponse))]
sealed partial class AnswerJson : JsonSerializerContext;
