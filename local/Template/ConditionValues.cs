namespace Sluice.Local;

/// <summary>The section Conditions, evaluated when asked for.</summary>
sealed class ConditionValues(MapNode conditions, Func<TemplateNode, string, string?> text, Problems problems)
{
    readonly Dictionary<string, bool?> _known = new(StringComparer.Ordinal);
    readonly List<string> _open = [];       // those being evaluated, to find circles

    public void EvaluateAll()
    {
        foreach (var (name, node) in conditions.Entries) Holds(node, $"Conditions.{name}", name);
    }

    /// <returns>Null: not known, and already reported.</returns>
    public bool? Holds(TemplateNode at, string path, string name)
    {
        if (_known.TryGetValue(name, out var value)) return value;
        if (conditions[name] is not { } node)
            return Fail(at, path, $"there is no condition '{name}'{Nearest.DidYouMean(name, conditions.Entries.Keys)}");
        if (_open.Contains(name)) return Fail(at, path, $"the conditions go in a circle: {string.Join(" -> ", _open)} -> {name}.");
        _open.Add(name);
        _known[name] = value = Evaluate(node, $"Conditions.{name}");
        _open.Remove(name);
        return value;
    }

    bool? Evaluate(TemplateNode node, string path) => node switch
    {
        MapNode { Entries.Count: 1 } map when map["Condition"] is ScalarNode name => Holds(node, path, name.Text),
        CallNode { Function: "Condition", Argument: ScalarNode name } => Holds(node, path, name.Text),
        CallNode { Function: "Equals", Argument: ListNode { Items: [{ } left, { } right] } } => Same(text(left, path), text(right, path)),
        CallNode { Function: "Not", Argument: ListNode { Items: [{ } inner] } } => !Evaluate(inner, path),
        CallNode { Function: "And", Argument: ListNode { Items.Count: >= 2 and <= 10 } list } => All(list, path, unless: false),
        CallNode { Function: "Or", Argument: ListNode { Items.Count: >= 2 and <= 10 } list } => All(list, path, unless: true),
        CallNode { Function: "Equals" } => Fail(node, path, "Equals takes [left, right]."),
        CallNode { Function: "Not" } => Fail(node, path, "Not takes a list of one condition."),
        CallNode { Function: "And" or "Or" } call => Fail(node, path, $"{call.Function} takes a list of 2 to 10 conditions."),
        _ => Fail(node, path, "a condition is one of !Equals, !And, !Or, !Not, !Condition."),
    };

    /// <summary>Every part is looked at, so that a mistake in the last one shows too.</summary>
    bool? All(ListNode list, string path, bool unless)
    {
        var parts = list.Items.Select(item => Evaluate(item, path)).ToList();
        return parts.Contains(null) ? null : parts.Contains(unless) ? unless : !unless;
    }

    static bool? Same(string? left, string? right) => left is null || right is null ? null : left == right;

    bool? Fail(TemplateNode at, string path, string message)
    {
        problems.Add(at, path, message);
        return null;
    }
}
