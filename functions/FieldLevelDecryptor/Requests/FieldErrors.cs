using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Writes what callers get for a field: its text, or an error of one of four types, each with one text. Pure.</summary>
/// <remarks>Everything that is wrong with a message is one error: what was wrong would help who forges messages more than who reads them.</remarks>
static class FieldErrors
{
    /// <summary>Escapes what HTML takes for its own: plain texts come from whoever filled in a form, and may end on a page.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Writes <c>"value":"…"</c>; for what is not UTF-8 <c>"valueBase64":"…"</c>; else <c>"error":{…}</c>.</summary>
    public static void WriteMember(Utf8JsonWriter json, in FieldOutcome outcome)
    {
        if (outcome.Result != FieldResult.Decrypted)
        {
            json.WritePropertyName("error"u8);
            WriteError(json, outcome.Result);
        }
        else if (Utf8.IsValid(outcome.Plaintext)) json.WriteString("value"u8, outcome.Plaintext);
        else json.WriteBase64String("valueBase64"u8, outcome.Plaintext);
    }

    /// <summary>Writes <c>{"type":"…","message":"…"}</c>.</summary>
    public static void WriteError(Utf8JsonWriter json, FieldResult result)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, result.ToString());
        json.WriteString("message"u8, Message(result));
        json.WriteEndObject();
    }

    static string Message(FieldResult result) => result switch
    {
        FieldResult.PlainText => "The value is not encrypted.",
        FieldResult.NotDecrypted => "The value cannot be decrypted. The reason is in the function's log.",
        FieldResult.KeysUnavailable => "The keys cannot be used now. The reason is in the function's log; ask again later.",
        _ => "The time was up before this value. Ask for it again.",
    };
}
