using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Makes lists of ids of WAF's lists of rules. Their details differ in type from rule to rule (<c>customValues</c>,
/// <c>ruleMatchDetails</c>), so they are kept whole as a text that holds their JSON, and only where there are any.</summary>
sealed class WafRules
{
    readonly ByteBuffer _ids = new(512), _terminating = new(256), _matching = new(256), _excluded = new(256);

    /// <summary>Writes a list of objects as the list of one of their members.</summary>
    /// <param name="member">What the list of ids is called.</param>
    /// <param name="details">What the text with the whole list is called; empty for none.</param>
    /// <param name="id">The member that is taken from each object.</param>
    /// <param name="json">At the start of the list; afterwards at its end.</param>
    /// <param name="record">What it reads.</param>
    /// <param name="plain"><see cref="JsonValue.IsPlain"/>.</param>
    /// <param name="document">Where to.</param>
    public static void WriteList(ReadOnlySpan<byte> member, ReadOnlySpan<byte> details, ReadOnlySpan<byte> id,
        ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, DocumentWriter document)
    {
        var whole = json;
        document.Name(member);
        document.Output.Append((byte)'[');
        var before = document.Output.Length;
        var any = false;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            any = true;
            AppendMember(id, ref json, document.Output, first: document.Output.Length == before);
        }
        document.Output.Append((byte)']');
        if (!any || details.IsEmpty) return;
        document.Name(details);
        JsonValue.AppendAsText(ref whole, record, plain, document.Output, document.Scratch);
    }

    /// <summary>Writes <c>ruleGroups</c>: <c>ids</c>, <c>terminatingRules</c>, <c>nonTerminatingRules</c> and <c>excludedRules</c>; and
    /// <c>ruleGroupDetails</c> where a rule of a group matched or is excluded.</summary>
    public void WriteGroups(ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, DocumentWriter document)
    {
        var whole = json;
        foreach (var list in (ReadOnlySpan<ByteBuffer>)[_ids, _terminating, _matching, _excluded]) list.Clear();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject) json.Skip();
            else ReadGroup(ref json);
        }
        document.Name("ruleGroups"u8);
        document.Open();
        WriteIds("ids"u8, _ids, document);
        WriteIds("terminatingRules"u8, _terminating, document);
        WriteIds("nonTerminatingRules"u8, _matching, document);
        WriteIds("excludedRules"u8, _excluded, document);
        document.Close();
        if (_terminating.Length + _matching.Length + _excluded.Length == 0) return;
        document.Name("ruleGroupDetails"u8);
        JsonValue.AppendAsText(ref whole, record, plain, document.Output, document.Scratch);
    }

    void ReadGroup(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var list = json.ValueTextEquals("ruleGroupId"u8) ? _ids
                : json.ValueTextEquals("terminatingRule"u8) ? _terminating
                : json.ValueTextEquals("nonTerminatingMatchingRules"u8) ? _matching
                : json.ValueTextEquals("excludedRules"u8) ? _excluded : null;
            json.Read();
            if (list is null) json.Skip();
            else if (json.TokenType == JsonTokenType.String) AppendId(json.ValueSpan, list, list.Length == 0);
            else if (json.TokenType == JsonTokenType.StartObject) AppendMember("ruleId"u8, ref json, list, list.Length == 0);
            else if (json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndArray) AppendMember("ruleId"u8, ref json, list, list.Length == 0);
            }
        }
    }

    static void WriteIds(ReadOnlySpan<byte> name, ByteBuffer ids, DocumentWriter document)
    {
        if (ids.Length == 0) return;
        document.Name(name);
        document.Output.Append((byte)'[');
        document.Output.Append(ids.Written);
        document.Output.Append((byte)']');
    }

    /// <summary>Appends the member <paramref name="id"/> of the object that <paramref name="json"/> is at the start of, if it is a text.</summary>
    static void AppendMember(ReadOnlySpan<byte> id, ref Utf8JsonReader json, ByteBuffer output, bool first)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }
        var appended = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = !appended && json.ValueTextEquals(id);
            json.Read();
            if (wanted && json.TokenType == JsonTokenType.String)
            {
                AppendId(json.ValueSpan, output, first);
                appended = true;
            }
            else json.Skip();
        }
    }

    static void AppendId(ReadOnlySpan<byte> escaped, ByteBuffer output, bool first)
    {
        if (!first) output.Append((byte)',');
        output.Append((byte)'"');
        output.Append(escaped);
        output.Append((byte)'"');
    }
}
