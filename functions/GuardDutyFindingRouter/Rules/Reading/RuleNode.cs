using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A value of the rules document, and where it stands.</summary>
/// <param name="kind">As the reader tells the value's first token.</param>
/// <param name="offset">Of its first byte.</param>
/// <param name="text">A text without its quotes, or a number as it is written; empty for all else.</param>
/// <param name="parent">What it is a member or an item of; <c>null</c> for the document.</param>
/// <param name="step">Of the path: <c>.name</c> or <c>[0]</c>.</param>
sealed class RuleNode(JsonTokenType kind, int offset, string text, RuleNode? parent, string step)
{
    /// <summary>Longer names are cut in paths and messages.</summary>
    const int ShownNameCharacters = 40;

    /// <summary>Of its first token.</summary>
    public JsonTokenType Kind => kind;

    /// <summary>Of its first byte in the document.</summary>
    public int Offset => offset;

    /// <summary>A text without its quotes, or a number as it is written; empty for all else.</summary>
    public string Text => text;

    /// <summary>Of an object, in their order; a name that comes twice is here once.</summary>
    public List<RuleMember> Members { get; } = [];

    /// <summary>Of a list.</summary>
    public List<RuleNode> Items { get; } = [];

    /// <summary>Such as <c>routes[2].when.severity.from</c>; empty for the document.</summary>
    public string Path => parent is null ? "" : (parent.Path + step).TrimStart('.');

    /// <summary>The path of a member that is not there, or is not known.</summary>
    public string PathOf(string member) => (Path + StepOf(member)).TrimStart('.');

    /// <summary>The step to a member.</summary>
    public static string StepOf(string member) =>
        member.Length > 0 && member.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '$') ? "." + Shown(member) : $"['{Shown(member)}']";

    /// <summary>What a message may show of it: never a URL, nothing of a destination but the words of its type and form, for somebody may have put
    /// a secret in a reference's place; and no more than 40 characters.</summary>
    public string Quoted => kind switch
    {
        JsonTokenType.String when IsPrivate => "this text",
        JsonTokenType.Number when IsPrivate => "this number",
        JsonTokenType.String when text.Contains("://", StringComparison.Ordinal) => "this URL",
        JsonTokenType.String => $"'{Shown(text)}'",
        JsonTokenType.Number => Shown(text),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "a list",
        _ => "an object",
    };

    bool IsPrivate => IsIn(".destinations") && !(step is ".type" or ".form" && Parent?.Parent?.Step == ".destinations");

    RuleNode? Parent => parent;

    string Step => step;

    bool IsIn(string section) => parent is not null && (parent.Parent is null ? step == section : parent.IsIn(section));

    /// <summary>On one line, and cut.</summary>
    public static string Shown(string text)
    {
        var line = string.Concat(text.Take(ShownNameCharacters).Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length <= ShownNameCharacters ? line : line.TrimEnd() + "…";
    }
}

/// <summary>A member of an object.</summary>
/// <param name="Name">Without its quotes.</param>
/// <param name="Offset">Of its name.</param>
/// <param name="Value">What it holds.</param>
sealed record RuleMember(string Name, int Offset, RuleNode Value);
