using System.Text.Json;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>A request in AWS WAF's full logs, shaped so that it can be searched: no array of objects is left whose members would be
/// mixed, and no field whose type differs from record to record.</summary>
/// <remarks>
/// <c>httpRequest.headers</c> and <c>requestHeadersInserted</c> become objects by lower-case name. <c>labels</c> becomes a list of names.
/// The lists of rules become lists of their ids, and a text with their JSON where there is more to tell: <see cref="WafRules"/>.
/// <c>webacl</c> has <c>name account region scope</c> out of the ARN in <c>webaclId</c>. <c>timestamp</c> becomes <c>@timestamp</c>.
/// Everything else, and what AWS may add, stays. Source: AWS WAF developer guide, "Log fields for protection pack (web ACL) traffic".
/// </remarks>
sealed class WafShape : ObjectShape
{
    readonly WafHeaders _headers = new();
    readonly WafRules _rules = new();
    readonly ByteBuffer _webAclId = new(128), _webAcl = new(256);

    /// <inheritdoc/>
    protected override string? Member(ReadOnlySpan<byte> name, ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, DocumentWriter document)
    {
        if (name.SequenceEqual("timestamp"u8))
        {
            if (!TryTime(ref json, out var ticks)) return "its timestamp is not a time";
            document.Time = ticks;
            return null;
        }
        if (json.TokenType == JsonTokenType.Null) return null;
        if (name.SequenceEqual("webaclId"u8) && json.TokenType == JsonTokenType.String) WriteWebAcl(json.ValueSpan, document);
        else if (json.TokenType == JsonTokenType.StartArray)
        {
            if (name.SequenceEqual("ruleGroupList"u8)) _rules.WriteGroups(ref json, record, plain, document);
            else if (name.SequenceEqual("nonTerminatingMatchingRules"u8)) WafRules.WriteList("nonTerminatingRules"u8, "nonTerminatingRuleDetails"u8, "ruleId"u8, ref json, record, plain, document);
            else if (name.SequenceEqual("rateBasedRuleList"u8)) WafRules.WriteList("rateBasedRules"u8, "rateBasedRuleDetails"u8, "rateBasedRuleName"u8, ref json, record, plain, document);
            else if (name.SequenceEqual("labels"u8)) WafRules.WriteList("labels"u8, [], "name"u8, ref json, record, plain, document);
            else if (name.SequenceEqual("requestHeadersInserted"u8)) _headers.Write(name, ref json, document);
            else Copy(name, ref json, record, plain, document);
        }
        else if (name.SequenceEqual("httpRequest"u8) && json.TokenType == JsonTokenType.StartObject) WriteRequest(ref json, record, plain, document);
        else Copy(name, ref json, record, plain, document);
        return null;
    }

    /// <inheritdoc/>
    protected override string? Finish(DocumentWriter document) => document.Time == 0 ? "it has no timestamp: not a record of AWS WAF" : null;

    void WriteRequest(ref Utf8JsonReader json, ReadOnlySpan<byte> record, bool plain, DocumentWriter document)
    {
        document.Name("httpRequest"u8);
        document.Open();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            if (json.TokenType == JsonTokenType.StartArray && name.SequenceEqual("headers"u8)) _headers.Write(name, ref json, document);
            // A cluster refuses the document where a field of type ip is none.
            else if (name.SequenceEqual("clientIp"u8) && !(json.TokenType == JsonTokenType.String && Columns.IsIp(json.ValueSpan))) json.Skip();
            else
            {
                document.Name(name);
                JsonValue.Append(ref json, record, plain, document.Output, document.Scratch);
            }
        }
        document.Close();
    }

    /// <summary>Writes the id, and <c>webacl</c> where it is an ARN; nearly always the same as in the record before.</summary>
    void WriteWebAcl(ReadOnlySpan<byte> id, DocumentWriter document)
    {
        if (!id.SequenceEqual(_webAclId.Written) || _webAcl.Length == 0)
        {
            _webAclId.Clear();
            _webAclId.Append(id);
            RenderWebAcl(id);
        }
        document.Name("webaclId"u8);
        document.Output.Append(_webAcl.Written);
    }

    /// <summary><c>arn:aws:wafv2:region:account:regional|global/webacl/name/id</c>; a classic web ACL has an id and nothing else.</summary>
    void RenderWebAcl(ReadOnlySpan<byte> id)
    {
        _webAcl.Clear();
        _webAcl.Append((byte)'"');
        _webAcl.Append(id);
        _webAcl.Append((byte)'"');
        Span<Range> arn = stackalloc Range[6], path = stackalloc Range[4];
        if (Columns.Split(id, (byte)':', arn) != 6) return;
        var resource = id[arn[5]];
        if (Columns.Split(resource, (byte)'/', path) != 4) return;
        Append(",\"webacl\":{\"name\":\""u8, resource[path[2]]);
        Append("\",\"account\":\""u8, id[arn[4]]);
        Append("\",\"region\":\""u8, id[arn[3]]);
        Append("\",\"scope\":\""u8, resource[path[0]]);
        _webAcl.Append("\"}"u8);
    }

    void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> escaped)
    {
        _webAcl.Append(name);
        _webAcl.Append(escaped);
    }
}
