using System.Text.Json;
using Amazon.DynamoDBv2.Model;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Writes an item: <c>{"item":{…},"errors":{…}}</c>. Pure.</summary>
static class TableItem
{
    /// <summary>Writes one. An attribute that is not decrypted is not in the item but, with its type, among the errors.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="item">As DynamoDB gave it.</param>
    /// <param name="outcomes">One for each of <paramref name="attributes"/>.</param>
    /// <param name="attributes">Those that were to be decrypted.</param>
    /// <param name="project">Attributes that are wanted beside them; <c>null</c> for all.</param>
    /// <returns>Whether something of it failed.</returns>
    public static bool Write(Utf8JsonWriter json, Dictionary<string, AttributeValue> item, ReadOnlySpan<FieldOutcome> outcomes, string[] attributes, IReadOnlyList<string>? project)
    {
        var failed = false;
        json.WriteStartObject();
        json.WriteStartObject("item"u8);
        foreach (var (name, value) in item)
        {
            var at = Array.IndexOf(attributes, name);
            if (at < 0)
            {
                if (project is not null && !project.Contains(name)) continue;       // read for the audit line
                json.WritePropertyName(name);
                AttributeJson.Write(json, value);
            }
            else if (outcomes[at].Result != FieldResult.Decrypted) failed = true;
            else WritePlaintext(json, name, outcomes[at].Plaintext!);
        }
        json.WriteEndObject();
        if (failed) WriteErrors(json, item, outcomes, attributes);
        json.WriteEndObject();
        return failed;
    }

    static void WritePlaintext(Utf8JsonWriter json, string name, byte[] plaintext)
    {
        if (System.Text.Unicode.Utf8.IsValid(plaintext))
        {
            json.WriteString(name, plaintext);
            return;
        }
        json.WriteStartObject(name);
        json.WriteBase64String("valueBase64"u8, plaintext);
        json.WriteEndObject();
    }

    static void WriteErrors(Utf8JsonWriter json, Dictionary<string, AttributeValue> item, ReadOnlySpan<FieldOutcome> outcomes, string[] attributes)
    {
        json.WriteStartObject("errors"u8);
        for (var i = 0; i < attributes.Length; i++)
        {
            if (outcomes[i].Result == FieldResult.Decrypted || !item.ContainsKey(attributes[i])) continue;
            json.WritePropertyName(attributes[i]);
            FieldErrors.WriteError(json, outcomes[i].Result);
        }
        json.WriteEndObject();
    }
}
