using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>The text of Fn::Sub: <c>${Name}</c>, <c>${Resource.Attribute}</c>, and <c>${!Literal}</c> which stays <c>${Literal}</c>.</summary>
static class SubText
{
    /// <param name="value">Null: not resolvable, already reported.</param>
    public static JsonNode? Fill(string template, Func<string, string?> value, Func<string, JsonNode?> fail)
    {
        var (result, whole, at) = (new StringBuilder(), true, 0);
        while (template.IndexOf("${", at, StringComparison.Ordinal) is var start and >= 0)
        {
            result.Append(template, at, start - at);
            var end = template.IndexOf('}', start);
            if (end < 0) return fail($"Sub: '{template[start..]}' has no closing brace.");
            var name = template[(start + 2)..end].Trim();
            at = end + 1;
            if (name.StartsWith('!'))
            {
                result.Append("${").Append(name, 1, name.Length - 1).Append('}');
            }
            else if (name.Length == 0)
            {
                return fail("Sub: ${} names nothing; a literal is written ${!name}.");
            }
            else
            {
                var text = value(name);
                whole &= text is not null;
                result.Append(text);
            }
        }
        return whole ? JsonValue.Create(result.Append(template, at, template.Length - at).ToString()) : null;
    }
}
