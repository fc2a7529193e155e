using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>A delivery stream as it was created.</summary>
/// <param name="SourceStreamArn">The Kinesis stream it reads from; null: records are put directly.</param>
/// <param name="Version">Goes up with each change of the stream; part of every object's name.</param>
/// <param name="Lambda">The transformation; null: none.</param>
sealed record FirehoseSettings(
    string Name, string Arn, string Region, string? SourceStreamArn, int Version, LambdaProcessor? Lambda, S3Destination Destination)
{
    /// <summary>Where transformed records go instead of S3, which then takes the failed ones only; null: to S3.</summary>
    public SplunkDestination? Splunk { get; init; }

    /// <summary>How partition keys are found in records; null: by the transformation, or not at all.</summary>
    public PartitionQuery? Query { get; init; }
}

/// <summary>The Lambda processor of a delivery stream.</summary>
/// <param name="Retries">After the first attempt.</param>
/// <param name="BufferBytes">Of data, decoded, that go into one invocation.</param>
sealed record LambdaProcessor(string FunctionArn, int Retries, int BufferBytes, TimeSpan BufferInterval);

/// <summary>Where objects go, and when.</summary>
/// <param name="BufferBytes">Of an object before compression.</param>
/// <param name="Extension">Of an object's name, with its dot; empty: none.</param>
sealed record S3Destination(
    string Bucket, ObjectPrefix Prefix, ObjectPrefix ErrorPrefix, long BufferBytes, TimeSpan BufferInterval, bool Gzip, string Extension);

/// <summary>Reads the settings from the template's resource, as far as the local player plays it; the rest is an error that says so.</summary>
static class FirehoseSettingsReader
{
    const int Mebibyte = 1024 * 1024;

    /// <exception cref="FormatException">A setting that Firehose would refuse or the local player does not play.</exception>
    public static FirehoseSettings Read(string name, string arn, JsonObject properties)
    {
        var splunk = properties["SplunkDestinationConfiguration"]?.AsObject();
        var destination = properties["ExtendedS3DestinationConfiguration"]?.AsObject() ?? properties["S3DestinationConfiguration"]?.AsObject() ?? splunk?["S3Configuration"]?.AsObject()
            ?? throw new FormatException($"delivery stream {name}: the local player delivers to S3 and Splunk only.");
        var partitioned = Flag(destination["DynamicPartitioningConfiguration"]);
        return new(
            name, arn, arn.Split(':')[3],
            properties["KinesisStreamSourceConfiguration"]?["KinesisStreamARN"]?.ToString(),
            Version: 1,
            Lambda(name, (splunk ?? destination)["ProcessingConfiguration"]?.AsObject()),
            Destination(name, destination, partitioned))
        {
            Splunk = splunk is null ? null : Splunk(name, splunk),
            Query = Query((splunk ?? destination)["ProcessingConfiguration"]?.AsObject()),
        };
    }

    static SplunkDestination Splunk(string name, JsonObject splunk)
    {
        if (splunk["HECEndpointType"]?.ToString() != "Event") throw new FormatException($"delivery stream {name}: the local player knows HECEndpointType Event only.");
        if (splunk["S3BackupMode"]?.ToString() is { } mode and not "FailedEventsOnly") throw new FormatException($"delivery stream {name}: the local player knows S3BackupMode FailedEventsOnly only, not {mode}.");
        return new(
            new Uri(splunk["HECEndpoint"]?.ToString() ?? throw new FormatException($"delivery stream {name}: HECEndpoint is missing.")),
            TimeSpan.FromSeconds(Number(splunk["RetryOptions"]?["DurationInSeconds"], 300)),
            TimeSpan.FromSeconds(Number(splunk["HECAcknowledgmentTimeoutInSeconds"], 180)));
    }

    static S3Destination Destination(string name, JsonObject destination, bool partitioned)
    {
        var hints = destination["BufferingHints"];
        var (prefix, errorPrefix) = Prefixes(name, destination["Prefix"]?.ToString() ?? "", destination["ErrorOutputPrefix"]?.ToString());
        if (prefix.PartitionKeys.Any() && !partitioned) throw new FormatException($"delivery stream {name}: partition keys need DynamicPartitioningConfiguration to be enabled.");
        var compression = destination["CompressionFormat"]?.ToString() ?? "UNCOMPRESSED";
        if (compression is not ("UNCOMPRESSED" or "GZIP")) throw new FormatException($"delivery stream {name}: the local player does not compress to {compression}.");
        return new(
            destination["BucketARN"]?.ToString().Split(":::")[^1] ?? throw new FormatException($"delivery stream {name}: BucketARN is missing."),
            prefix, errorPrefix,
            (long)(Number(hints?["SizeInMBs"], 5) * Mebibyte), TimeSpan.FromSeconds(Number(hints?["IntervalInSeconds"], 300)),
            compression == "GZIP",
            destination["FileExtension"]?.ToString() ?? (compression == "GZIP" ? ".gz" : ""));
    }

    /// <summary>The rules of the documentation's table: what stands where nothing was said, and what must not be said.</summary>
    static (ObjectPrefix Prefix, ObjectPrefix ErrorPrefix) Prefixes(string name, string given, string? error)
    {
        var prefix = new ObjectPrefix(given);
        if (prefix.HasErrorOutputType) throw new FormatException($"delivery stream {name}: Prefix cannot contain !{{firehose:error-output-type}}.");
        if (prefix.HasExpressions && error is null) throw new FormatException($"delivery stream {name}: ErrorOutputPrefix cannot be absent when Prefix contains expressions.");
        var errors = new ObjectPrefix(error ?? given + "!{firehose:error-output-type}/" + ObjectPrefix.DefaultTimestamp);
        if (errors.PartitionKeys.Any()) throw new FormatException($"delivery stream {name}: ErrorOutputPrefix cannot contain partition keys.");
        if (errors.HasExpressions && !errors.HasErrorOutputType) throw new FormatException($"delivery stream {name}: ErrorOutputPrefix needs !{{firehose:error-output-type}}.");
        return (prefix.HasTimestamp ? prefix : new ObjectPrefix(given + ObjectPrefix.DefaultTimestamp), errors);
    }

    static PartitionQuery? Query(JsonObject? processing)
    {
        if (!Flag(processing) || processing!["Processors"]?.AsArray() is not [{ } only] || only["Type"]?.ToString() != "MetadataExtraction") return null;
        var query = only["Parameters"]?.AsArray().FirstOrDefault(one => one!["ParameterName"]!.ToString() == "MetadataExtractionQuery")?["ParameterValue"]?.ToString();
        return new(query ?? throw new FormatException("MetadataExtraction needs a MetadataExtractionQuery."));
    }

    static LambdaProcessor? Lambda(string name, JsonObject? processing)
    {
        if (!Flag(processing)) return null;
        var processors = processing!["Processors"]?.AsArray() ?? [];
        if (processors is [{ } extraction] && extraction["Type"]?.ToString() == "MetadataExtraction") return null;
        if (processors is not [{ } only] || only["Type"]?.ToString() != "Lambda")
            throw new FormatException($"delivery stream {name}: the local player knows one processor, of type Lambda or MetadataExtraction.");
        var given = (only["Parameters"]?.AsArray() ?? []).ToDictionary(one => one!["ParameterName"]!.ToString(), one => one!["ParameterValue"], StringComparer.Ordinal);
        return new(
            given.GetValueOrDefault("LambdaArn")?.ToString() ?? throw new FormatException($"delivery stream {name}: LambdaArn is missing."),
            (int)Number(given.GetValueOrDefault("NumberOfRetries"), 3),
            (int)(Number(given.GetValueOrDefault("BufferSizeInMBs"), 1) * Mebibyte),
            TimeSpan.FromSeconds(Number(given.GetValueOrDefault("BufferIntervalInSeconds"), 60)));
    }

    // What is not enabled in so many words is not enabled.
    static bool Flag(JsonNode? part) => string.Equals(part?["Enabled"]?.ToString(), "true", StringComparison.OrdinalIgnoreCase);

    // Numbers are numbers or texts in a template.
    static double Number(JsonNode? value, double fallback) =>
        value is null ? fallback : double.Parse(value.ToString(), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture);
}
