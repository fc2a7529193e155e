using System.Text.Json;

namespace Sluice;

/// <summary>A record that Firehose could not transform or deliver, as it stands in an object under the error prefix.</summary>
/// <param name="Data">The record: what was put into the stream for a failed transformation, what was to be delivered for a failed delivery.</param>
/// <param name="ErrorCode">Firehose's code, such as <c>Lambda.ProcessingFailedStatus</c>; empty where there is none.</param>
public readonly record struct FailedRecord(byte[] Data, string ErrorCode)
{
    /// <summary>Reads one line.</summary>
    /// <param name="line">Shape: <c>{"attemptsMade","arrivalTimestamp","errorCode","errorMessage","attemptEndingTimestamp","rawData",…}</c>,
    /// <c>rawData</c> in base64. Source: Firehose developer guide, "Handle failed data transformation" and "Handle data delivery failures".</param>
    /// <exception cref="InvalidDataException">Not such a line; the message says what is missing.</exception>
    public static FailedRecord Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new InvalidDataException("it is no JSON object");
            byte[]? data = null;
            var code = "";
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isData = json.ValueTextEquals("rawData"u8);
                var isCode = json.ValueTextEquals("errorCode"u8);
                json.Read();
                if (isData && json.TokenType == JsonTokenType.String)
                {
                    if (!json.TryGetBytesFromBase64(out data)) throw new InvalidDataException("its rawData is not base64");
                }
                else if (isCode && json.TokenType == JsonTokenType.String) code = json.GetString()!;
                else json.Skip();
            }
            json.Read();
            return new FailedRecord(data ?? throw new InvalidDataException("it has no rawData"), code);
        }
        catch (JsonException)
        {
            throw new InvalidDataException("it is not JSON");
        }
    }
}
