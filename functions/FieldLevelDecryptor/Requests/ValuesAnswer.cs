using System.Text.Json;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Answers a request for values: each of them, in order.</summary>
/// <param name="fields">Opens them.</param>
/// <param name="audit">A line for each.</param>
sealed class ValuesAnswer(FieldRun fields, AuditLog audit)
{
    /// <summary>Decrypts and writes.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="who">The caller.</param>
    /// <param name="answer">Gets the answer.</param>
    /// <param name="maxBytes">Of the answer.</param>
    /// <param name="tally">Counts.</param>
    /// <param name="deadline">What is not done by then is an error of its own.</param>
    /// <exception cref="InvalidDataException">The answer would be too large.</exception>
    public async Task WriteAsync(ValuesRequest request, string who, ByteBuffer answer, int maxBytes, FieldTally tally, CancellationToken deadline)
    {
        var outcomes = await fields.RunAsync(request.Values.Count, (i, time) => fields.Decryptor.OpenAsync(request.Values[i].Text, time), deadline);
        using var json = new Utf8JsonWriter(answer, FieldErrors.Options);
        json.WriteStartObject();
        if (!request.Single) json.WriteStartArray("items"u8);
        for (var i = 0; i < outcomes.Length; i++)
        {
            audit.Write(who, request.Values[i].Id?.ToString() ?? $"items[{i}]", "", outcomes[i], tally);
            if (!request.Single) json.WriteStartObject();
            if (request.Values[i].Id is { } id)
            {
                json.WritePropertyName("id"u8);
                id.WriteTo(json);
            }
            FieldErrors.WriteMember(json, outcomes[i]);
            if (!request.Single) json.WriteEndObject();
            if (json.BytesCommitted + json.BytesPending > maxBytes)
                throw new InvalidDataException($"The answer to {outcomes.Length} items would be larger than the {maxBytes} bytes that it may have: ask for fewer at a time.");
        }
        if (!request.Single) json.WriteEndArray();
        json.WriteEndObject();
    }
}
