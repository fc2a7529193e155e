using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>What Firehose hands to a transformation function.</summary>
/// <remarks>Source: Firehose developer guide, "Transform source data"; samples of aws-lambda-dotnet and aws-lambda-go.</remarks>
static class FirehoseEvents
{
    /// <param name="control">CONTROL_MESSAGE records, which come first.</param>
    public static JsonObject CloudWatchLogs(SampleSource sample, int records, int events, int control, bool fromKinesis)
    {
        var data = new List<byte[]>();
        for (var i = 0; i < control; i++) data.Add(LogsEnvelope.Control(sample));
        for (var i = 0; i < records; i++) data.Add(LogsEnvelope.Data(sample, events));
        return Batch(sample, data, fromKinesis);
    }

    public static JsonObject Plain(SampleSource sample, int records, bool fromKinesis) =>
        Batch(sample, Enumerable.Range(1, records).Select(i => Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $$"""{"id":{{i}},"level":"{{sample.OneOf("INFO", "WARN", "ERROR")}}","ms":{{sample.Whole(1, 900)}}}""") + "\n")), fromKinesis);

    static JsonObject Batch(SampleSource sample, IEnumerable<byte[]> records, bool fromKinesis)
    {
        var batch = new JsonObject
        {
            ["invocationId"] = sample.Guid(),
            ["deliveryStreamArn"] = sample.Arn("firehose", "deliverystream/LogStream"),
        };
        if (fromKinesis) batch["sourceKinesisStreamArn"] = sample.Arn("kinesis", "stream/LogSource");
        batch["region"] = sample.Region;
        var sequence = "496" + sample.Digits(41);
        batch["records"] = new JsonArray([.. records.Select((data, i) => Record(sample, $"{sequence}{i:D12}", data, fromKinesis))]);
        return batch;
    }

    static JsonObject Record(SampleSource sample, string sequence, byte[] data, bool fromKinesis)
    {
        sample.Pass(2000);
        var record = new JsonObject
        {
            ["recordId"] = sequence + "000000",
            ["approximateArrivalTimestamp"] = sample.Milliseconds,
        };
        if (fromKinesis)
        {
            record["kinesisRecordMetadata"] = new JsonObject
            {
                ["sequenceNumber"] = sequence,
                ["subsequenceNumber"] = 0,
                ["partitionKey"] = sample.Hex(32),
                ["shardId"] = "shardId-000000000000",
                ["approximateArrivalTimestamp"] = sample.Milliseconds,
            };
        }
        record["data"] = Convert.ToBase64String(data);
        return record;
    }
}
