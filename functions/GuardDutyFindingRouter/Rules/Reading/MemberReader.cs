using System.Globalization;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads the members of an object by name; what nobody asked for is a mistake in the end. A mistake gives a placeholder, and the reading goes on.</summary>
sealed class MemberReader
{
    readonly List<string> _known = [];

    MemberReader(RuleNode node, RuleNotes notes) => (Node, Notes) = (node, notes);

    /// <summary>The object.</summary>
    public RuleNode Node { get; }

    /// <summary>Where mistakes go.</summary>
    public RuleNotes Notes { get; }

    /// <summary>Begins.</summary>
    /// <returns><c>null</c> where it is no object, which is a mistake.</returns>
    public static MemberReader? Of(RuleNode node, RuleNotes notes, string expected)
    {
        if (node.Kind == JsonTokenType.StartObject) return new(node, notes);
        notes.Mistake(node, $"{node.Quoted} is not an object: {expected}");
        return null;
    }

    /// <summary>A member; <c>null</c> where it is missing.</summary>
    public RuleNode? Find(string name)
    {
        _known.Add(name);
        foreach (var member in Node.Members)
            if (member.Name == name) return member.Value;
        return null;
    }

    /// <summary>A member that must be there.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="what">What it is, and how it looks.</param>
    public RuleNode? Need(string name, string what)
    {
        if (Find(name) is { } found) return found;
        Notes.Mistake(Node.Offset, Node.PathOf(name), $"is missing: {what}");
        return null;
    }

    /// <summary>A text, or <paramref name="fallback"/>.</summary>
    public string Text(string name, TextRule rule, string fallback = "") => Find(name) is { } node ? TextOf(node, rule) ?? fallback : fallback;

    /// <summary>A text that must be there; empty where it is not.</summary>
    public string NeedText(string name, TextRule rule) => Need(name, rule.Expected) is { } node ? TextOf(node, rule) ?? "" : "";

    /// <summary>A text; <c>null</c> after a mistake.</summary>
    public string? TextOf(RuleNode node, TextRule rule)
    {
        if (node.Kind == JsonTokenType.String && rule.Fits(node.Text)) return node.Text;
        Notes.Mistake(node, $"{node.Quoted} is not {rule.Expected}");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>; <c>null</c> where it is missing.</summary>
    public bool? Flag(string name)
    {
        if (Find(name) is not { } node) return null;
        if (node.Kind is JsonTokenType.True or JsonTokenType.False) return node.Kind == JsonTokenType.True;
        Notes.Mistake(node, $"{node.Quoted} is not true or false (without quotes)");
        return null;
    }

    /// <summary>One of some words; <c>null</c> where it is missing or wrong.</summary>
    public T? Word<T>(string name, params ReadOnlySpan<(string Word, T Value)> words) where T : struct =>
        Find(name) is { } node ? WordOf(node, words) : null;

    /// <summary>One of some words; <c>null</c> after a mistake.</summary>
    public T? WordOf<T>(RuleNode node, params ReadOnlySpan<(string Word, T Value)> words) where T : struct
    {
        var known = new List<string>();
        foreach (var (word, value) in words)
        {
            if (node.Kind == JsonTokenType.String && node.Text == word) return value;
            known.Add(word);
        }
        Notes.Mistake(node, $"{node.Quoted} is none of {string.Join(", ", known)}{(node.Kind == JsonTokenType.String ? Nearest.DidYouMean(node.Text, known).TrimEnd('.') : "")}");
        return null;
    }

    /// <summary>A whole number in a range, or <paramref name="fallback"/>.</summary>
    public int WholeNumber(string name, int fallback, int min, int max)
    {
        if (Find(name) is not { } node) return fallback;
        if (node.Kind == JsonTokenType.Number && int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Notes.Mistake(node, string.Create(CultureInfo.InvariantCulture, $"{node.Quoted} is not a whole number from {min} to {max}"));
        return fallback;
    }

    /// <summary>A list of entries, or a single one without its brackets; entries that are wrong are left out.</summary>
    /// <param name="node">The list; <c>null</c>: there is none.</param>
    /// <param name="most">Entries that it may have.</param>
    /// <param name="one">Reads an entry; <c>null</c> after a mistake.</param>
    public IReadOnlyList<T> List<T>(RuleNode? node, int most, Func<RuleNode, T?> one) where T : class
    {
        if (node is null) return [];
        if (node.Kind != JsonTokenType.StartArray) return one(node) is { } single ? [single] : [];
        if (node.Items.Count == 0) Notes.Mistake(node, "is empty: name something, or leave it out");
        if (node.Items.Count > most) Notes.Mistake(node, string.Create(CultureInfo.InvariantCulture, $"has {node.Items.Count} entries; {most} are allowed"));
        return [.. node.Items.Take(most).Select(one).OfType<T>()];
    }

    /// <summary>A list of texts, or a single one.</summary>
    public IReadOnlyList<string> Texts(string name, TextRule rule, int most = RuleLimits.Entries) => List(Find(name), most, node => TextOf(node, rule));

    /// <summary>Names and texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string name, TextRule rule, string expected)
    {
        if (Find(name) is not { } node || Of(node, Notes, expected) is null) return [];
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var member in node.Members)
            if (TextOf(member.Value, rule) is { } text) pairs.Add(new(member.Name, text));
        return pairs;
    }

    /// <summary>Whether a member is there at all; does not count as asking for it.</summary>
    public bool Has(string name) => Node.Members.Exists(member => member.Name == name);

    /// <summary>Tells members that nobody asked for.</summary>
    /// <param name="of">Whose members they would be, such as <c>a route</c>.</param>
    /// <param name="hint">Says more of some names; empty for the nearest known name.</param>
    public void Done(string of, Func<string, string>? hint = null)
    {
        foreach (var member in Node.Members)
        {
            if (_known.Contains(member.Name)) continue;
            var more = hint?.Invoke(member.Name) is { Length: > 0 } told ? ": " + told : Nearest.DidYouMean(member.Name, _known).TrimEnd('.');
            Notes.Mistake(member.Offset, Node.PathOf(member.Name), $"is no member of {of}{more}");
        }
    }
}

/// <summary>What a text must be.</summary>
/// <param name="Expected">In words, behind <c>is not</c>.</param>
/// <param name="Fits">Whether it is.</param>
sealed record TextRule(string Expected, Func<string, bool> Fits);
