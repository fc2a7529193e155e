namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads the rules document: rules.schema.json says its shape, and what no schema can say is checked here.</summary>
static class RuleReader
{
    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark; comments and trailing commas are allowed.</param>
    /// <param name="source">Its name in mistakes, such as <c>rules.json</c>.</param>
    /// <exception cref="RulesException">Every mistake, with line, column and path.</exception>
    public static RuleSet Read(ReadOnlyMemory<byte> json, string source) => Check(json, source, DateTimeOffset.MinValue).Rules;

    /// <summary>Reads a document, and tells what is odd in it.</summary>
    /// <param name="json">UTF-8, with or without a byte order mark; comments and trailing commas are allowed.</param>
    /// <param name="source">Its name in mistakes, such as <c>rules.json</c>.</param>
    /// <param name="now">Tells suppressions that have expired.</param>
    /// <exception cref="RulesException">Every mistake, with line, column and path.</exception>
    public static CheckedRules Check(ReadOnlyMemory<byte> json, string source, DateTimeOffset now)
    {
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        if (json.Length > RuleLimits.DocumentBytes) throw new RulesException(source, [new(1, 1, "", $"{json.Length} bytes are more than the {RuleLimits.DocumentBytes} that rules may have")]);
        var notes = new RuleNotes(json);
        var root = RuleDocument.Parse(json.Span, notes);
        var rules = root is null ? null : new RuleSetReader(notes, now).Read(root);
        return notes.AreFine && rules is not null ? new(rules, notes.Warnings) : throw new RulesException(source, notes.Mistakes);
    }
}

/// <summary>Rules without a mistake.</summary>
/// <param name="Rules">As routing uses them.</param>
/// <param name="Warnings">What is hardly meant so: expired suppressions, routes that are never asked, destinations that nothing names.</param>
sealed record CheckedRules(RuleSet Rules, IReadOnlyList<RuleNote> Warnings);
