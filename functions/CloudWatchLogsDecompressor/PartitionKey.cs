using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Sluice.CloudWatchLogsDecompressor;

/// <summary>A key for Firehose's dynamic partitioning, used in a prefix as <c>!{partitionKeyFromLambda:NAME}</c>.</summary>
/// <param name="Name"><c>logGroup</c>, <c>owner</c>, <c>date</c> (UTC, of the first event) or <c>region</c>.</param>
readonly record struct PartitionKey(string Name)
{
    /// <summary>What stands where the record does not tell: Firehose refuses empty values.</summary>
    const string Unknown = "unknown";

    static readonly string[] Known = ["logGroup", "owner", "date", "region"];

    /// <summary><c>PARTITION_KEYS</c>: some of the four, with commas between.</summary>
    public static PartitionKey[] From(EnvironmentReader env)
    {
        var names = env.Text("PARTITION_KEYS", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in names.Except(Known))
            env.Problem($"PARTITION_KEYS has '{name}', expected some of {string.Join(", ", Known)}");
        return [.. names.Distinct().Select(name => new PartitionKey(name))];
    }

    /// <summary>The value for a record, as it may stand in the key of an S3 object.</summary>
    /// <param name="logGroup">As in the JSON; slashes become hyphens, or they would make folders of their own.</param>
    /// <param name="owner">The account.</param>
    /// <param name="timestamp">Of the record's first event, milliseconds since 1970.</param>
    /// <param name="region">Of the delivery stream.</param>
    public string ValueOf(ReadOnlySpan<byte> logGroup, ReadOnlySpan<byte> owner, ReadOnlySpan<byte> timestamp, string region)
    {
        var value = Name switch
        {
            "logGroup" => Encoding.UTF8.GetString(logGroup).Trim('/').Replace('/', '-'),
            "owner" => Encoding.UTF8.GetString(owner),
            "date" => DateOf(timestamp),
            _ => region,
        };
        return value.Length == 0 ? Unknown : value;
    }

    static string DateOf(ReadOnlySpan<byte> timestamp) =>
        Utf8Parser.TryParse(timestamp, out long milliseconds, out _) && milliseconds is > 0 and < 253402300800000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : Unknown;
}
