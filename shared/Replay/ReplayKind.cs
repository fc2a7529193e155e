using System.IO.Compression;

namespace Sluice;

/// <summary>What the records of an object under Firehose's error prefix are.</summary>
public enum ReplayKind
{
    /// <summary>Records as they were put into the stream: the transformation failed. They go back as they are.</summary>
    Source,

    /// <summary>Records as they were to be delivered: the destination refused them. They must not be transformed again.</summary>
    Delivery,
}

/// <summary>Puts failed records into the form in which they go back.</summary>
public static class Replays
{
    /// <summary>The kind by the key: Firehose writes failed transformations under <c>processing-failed</c>, what Splunk, OpenSearch or an
    /// HTTP endpoint refused under <c>splunk-failed</c>, <c>AmazonOpenSearchService_failed</c>, <c>http-endpoint-failed</c>.</summary>
    public static ReplayKind KindOf(string key) =>
        key.Contains("splunk-failed", StringComparison.Ordinal) || key.Contains("http-endpoint-failed", StringComparison.Ordinal)
            || key.Contains("OpenSearch", StringComparison.OrdinalIgnoreCase) || key.Contains("elasticsearch", StringComparison.OrdinalIgnoreCase)
            ? ReplayKind.Delivery : ReplayKind.Source;

    /// <summary>The kind by Firehose's error code, which the line itself carries wherever its object was moved to; else by the key.</summary>
    /// <param name="errorCode"><c>Lambda.…</c> is a failed transformation; <c>Splunk.…</c>, <c>HttpEndpoint.…</c>, <c>OS.…</c> and
    /// <c>ES.…</c> are refusals of a destination.</param>
    /// <param name="byKey">What <see cref="KindOf(string)"/> says.</param>
    public static ReplayKind KindOf(string errorCode, ReplayKind byKey) => errorCode.Split('.')[0] switch
    {
        "Lambda" => ReplayKind.Source,
        "Splunk" or "HttpEndpoint" or "OS" or "ES" => ReplayKind.Delivery,
        _ => byKey,
    };

    /// <summary>The record to put into the stream.</summary>
    /// <remarks>What was transformed already is wrapped, <c>{"messageType":"REPLAY_MESSAGE","data":"base64"}</c> in gzip, so that
    /// CloudWatchLogsDecompressor hands it on as it is.</remarks>
    public static byte[] Wrap(byte[] data, ReplayKind kind)
    {
        if (kind == ReplayKind.Source) return data;
        var output = new ByteBuffer(data.Length + 64);
        using (var gzip = new GZipStream(new BufferStream(output), CompressionLevel.Optimal))
        {
            gzip.Write("{\"messageType\":\"REPLAY_MESSAGE\",\"data\":\""u8);
            gzip.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(data)));
            gzip.Write("\"}"u8);
        }
        return output.Written.ToArray();
    }
}
