using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Local;

/// <summary>One line of an object under <c>processing-failed/</c>: why, how often, and the record as it was put.</summary>
/// <remarks>
/// The order of the members and <c>lambdaARN</c> are what today's objects have; the documentation writes <c>lambdaArn</c>, and objects
/// of some years ago have that, and another order. A reader takes both.
/// </remarks>
static class FailureLine
{
    static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(FirehoseRecord record, LambdaFailure failure, int attempts, DateTimeOffset ended, string? functionArn)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, s_plain))
        {
            json.WriteStartObject();
            json.WriteBase64String("rawData"u8, record.Data.Span);
            json.WriteString("errorCode"u8, failure.Code);
            json.WriteString("errorMessage"u8, failure.Message);
            json.WriteNumber("attemptsMade"u8, attempts);
            json.WriteNumber("arrivalTimestamp"u8, record.Arrived.ToUnixTimeMilliseconds());
            json.WriteNumber("attemptEndingTimestamp"u8, ended.ToUnixTimeMilliseconds());
            if (functionArn is not null) json.WriteString("lambdaARN"u8, functionArn);
            json.WriteEndObject();
        }
        line.Write("\n"u8);
        return line.WrittenSpan.ToArray();
    }
}
