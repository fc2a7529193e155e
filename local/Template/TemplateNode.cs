using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>A piece of the template before anything in it is resolved. Short and long forms of intrinsics are one <see cref="CallNode"/>.</summary>
abstract record TemplateNode(int Line);

/// <param name="Text">As written: <c>1.10</c> stays <c>1.10</c> where it becomes a string.</param>
/// <param name="Kind">What a plain scalar means; a quoted one is always a string.</param>
sealed record ScalarNode(int Line, string Text, ScalarKind Kind) : TemplateNode(Line)
{
    public JsonNode Json => Kind switch
    {
        ScalarKind.Number => JsonNode.Parse(Text)!,
        ScalarKind.Boolean => JsonValue.Create(Text == "true"),
        _ => JsonValue.Create(Text),
    };
}

enum ScalarKind { String, Number, Boolean, Null }

sealed record ListNode(int Line, IReadOnlyList<TemplateNode> Items) : TemplateNode(Line);

sealed record MapNode(int Line, IReadOnlyDictionary<string, TemplateNode> Entries) : TemplateNode(Line)
{
    public static MapNode Empty { get; } = new(0, new Dictionary<string, TemplateNode>());

    public TemplateNode? this[string key] => Entries.GetValueOrDefault(key);
}

/// <param name="Function">Without <c>Fn::</c>: <c>Ref</c>, <c>Sub</c>, <c>GetAtt</c>, <c>Condition</c> ...</param>
sealed record CallNode(int Line, string Function, TemplateNode Argument) : TemplateNode(Line);
