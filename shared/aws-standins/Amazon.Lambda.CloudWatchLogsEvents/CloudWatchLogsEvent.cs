using System.IO.Compression;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.CloudWatchLogsEvents;

/// <summary>What a log group with a subscription filter sends straight to a function.</summary>
public class CloudWatchLogsEvent
{
    public Log Awslogs { get; set; }

    [DataContract]
    public class Log
    {
        /// <summary>Base64 of gzip of JSON.</summary>
        [DataMember(Name = "data", IsRequired = false)]
        [JsonPropertyName("data")]
        public string EncodedData { get; set; }

        /// <summary>The JSON in <see cref="EncodedData"/>.</summary>
        public string DecodeData()
        {
            using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(EncodedData)), CompressionMode.Decompress);
            using var text = new StreamReader(gzip, Encoding.UTF8);
            return text.ReadToEnd();
        }
    }
}
