using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>AWS does not escape &amp; or +, so neither do the samples.</summary>
static class SampleJson
{
    static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonSerializerOptions s_indented = new(s_compact) { WriteIndented = true };

    public static byte[] Compact(JsonNode json) => Encoding.UTF8.GetBytes(CompactText(json));

    public static string CompactText(JsonNode json) => json.ToJsonString(s_compact);

    public static string Indented(JsonNode json) => json.ToJsonString(s_indented);
}
