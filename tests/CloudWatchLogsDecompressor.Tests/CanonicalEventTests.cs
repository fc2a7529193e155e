using System.Text;
using System.Text.Json;

namespace Sluice.CloudWatchLogsDecompressor.Tests;

/// <summary>The short way to read an event sees exactly what the JSON reader sees, or leaves the event to it.</summary>
public class CanonicalEventTests
{
    /// <summary>Everything that is read from a record, or why it cannot be.</summary>
    static string Read(byte[] json, bool canonical)
    {
        var text = new StringBuilder();
        try
        {
            var reader = new SubscriptionReader(json, canonical);
            while (reader.NextDocument())
            {
                text.Append("group ").AppendLine(Encoding.Latin1.GetString(reader.Envelope.LogGroup));
                while (reader.NextEvent(out var logEvent))
                {
                    text.Append(logEvent.Start).Append('-').Append(logEvent.End).Append(' ')
                        .Append(Encoding.Latin1.GetString(logEvent.Id)).Append(' ').Append(Encoding.Latin1.GetString(logEvent.Timestamp)).Append(' ')
                        .Append(Encoding.Latin1.GetString(logEvent.ExtractedFields)).Append(' ')
                        .Append(logEvent.MessageIsEscaped).Append(' ').AppendLine(Encoding.Latin1.GetString(logEvent.Message));
                }
                text.AppendLine($"{reader.Envelope.Start}-{reader.Envelope.EventsStart}-{reader.Envelope.EventsEnd}-{reader.Envelope.End}");
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidDataException)
        {
            return wrong is JsonException ? "broken JSON" : wrong.Message;
        }
        return text.ToString();
    }

    static readonly string[] s_records =
    [
        Samples.Envelope(["one", "two \"quoted\" \\ \t ü 😀", "three"]),
        Samples.Envelope(["a", "b", "c"]) + "\n" + Samples.Envelope(["d", "e"], logGroup: "/other"),
        Samples.Envelope(["a", "b", "c"]).Replace("\"message\":\"b\"", "\"message\":\"b\",\"extractedFields\":{\"x\":[1]}", StringComparison.Ordinal),
        Samples.Envelope(["a", "b", "c"]).Replace(",{", " , { ", StringComparison.Ordinal),
        Samples.Envelope(["a", "b", "c"]).Replace("1763769600017", "-5e2", StringComparison.Ordinal),
        Samples.Envelope(["a", "b", "c"]).Replace("1763769600017", "017", StringComparison.Ordinal),
        Samples.Envelope(["a", "B", "c"]).Replace("\"B\"", "\"\\u00fc\\/\\ud83d\"", StringComparison.Ordinal),
        Samples.Envelope(["a", "B", "c"]).Replace("\"B\"", "\"\\x\"", StringComparison.Ordinal),
        "{\"logEvents\":[{\"id\":\"1\",\"timestamp\":1,\"message\":\"a\"},{\"id\":\"2\",\"timestamp\":2,\"message\":\"b\"},{\"id\":\"3\",\"timestamp\":3,\"message\":\"c\"}],\"messageType\":\"DATA_MESSAGE\",\"logGroup\":\"/late\"}" + Samples.Envelope(["d", "e", "f"]),
    ];

    [Fact]
    public void Both_ways_read_the_same()
    {
        foreach (var record in s_records)
        {
            var json = Encoding.UTF8.GetBytes(record);
            Assert.Equal(Read(json, canonical: false), Read(json, canonical: true));
        }
    }

    [Fact]
    public void Both_ways_read_the_same_whatever_byte_is_changed()
    {
        byte[] bytes = [.. "\"\\{}[],:0 9\n\0a\u007f"u8, 0x80, 0xff];
        foreach (var record in s_records)
        {
            var whole = Encoding.UTF8.GetBytes(record);
            for (var i = 0; i < whole.Length; i++)
            {
                foreach (var changed in bytes)
                {
                    var json = (byte[])whole.Clone();
                    json[i] = changed;
                    Assert.Equal(Read(json, canonical: false), Read(json, canonical: true));
                }
            }
        }
    }

    [Fact]
    public void Both_ways_read_the_same_wherever_it_is_cut()
    {
        foreach (var record in s_records)
        {
            var whole = Encoding.UTF8.GetBytes(record);
            for (var length = 0; length < whole.Length; length++)
                Assert.Equal(Read(whole[..length], canonical: false), Read(whole[..length], canonical: true));
        }
    }

    [Fact]
    public void The_short_way_takes_what_CloudWatch_Logs_writes()
    {
        var json = "{\"id\":\"39330000000000000000000000000000000000000000000000000001\",\"timestamp\":1763769600016,\"message\":\"a \\\"b\\\" \\u00fc\"},"u8;
        Assert.Equal(json.Length - 1, CanonicalEvent.TryRead(json, out var logEvent));
        Assert.True(logEvent.MessageIsEscaped);
        Assert.Equal("1763769600016", Encoding.ASCII.GetString(logEvent.Timestamp));
    }
}
