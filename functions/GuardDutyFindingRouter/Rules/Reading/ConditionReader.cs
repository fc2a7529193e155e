using System.Globalization;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads a <c>when</c>.</summary>
sealed class ConditionReader(RuleNotes notes)
{
    const string Expected = "{ \"severity\": …, \"types\": […], … }";

    static readonly TextRule s_pattern = TextRules.Short with { Expected = "a text of 1 to 512 characters, in which * stands for any text" };

    static readonly (string Word, double From)[] s_labels = [("informational", 0), ("low", 1), ("medium", 4), ("high", 7), ("critical", 9)];

    /// <summary>Reads it.</summary>
    /// <param name="node">The object.</param>
    /// <param name="depth">1 for a <c>when</c>, one more in each <c>any</c> and <c>none</c>.</param>
    public Condition Read(RuleNode node, int depth = 1)
    {
        if (depth > RuleLimits.ConditionDepth)
        {
            notes.Mistake(node, string.Create(CultureInfo.InvariantCulture, $"is a condition in a condition more than {RuleLimits.ConditionDepth} deep"));
            return Condition.All;
        }
        var before = notes.MistakeCount;
        if (MemberReader.Of(node, notes, Expected) is not { } members) return Condition.All;
        var (from, below) = Severity(members.Find("severity"));
        var condition = new Condition
        {
            SeverityFrom = from,
            SeverityBelow = below,
            Types = members.List(members.Find("types"), RuleLimits.Entries, one => Type(members, one)),
            Accounts = members.Texts("accounts", TextRules.Account),
            OrganisationalUnits = Patterns(members, "ou"),
            AccountTags = Tags(members, "accountTags"),
            Regions = Patterns(members, "regions"),
            ResourceTypes = Patterns(members, "resourceTypes"),
            ResourceTags = Tags(members, "resourceTags"),
            Resources = Patterns(members, "resources"),
            ActionTypes = Patterns(members, "actionTypes"),
            RemoteCountries = members.List(members.Find("remoteCountries"), RuleLimits.Entries, one => CountryOf(members, one)),
            RemoteAsns = [.. members.List(members.Find("remoteAsns"), RuleLimits.Entries, Asn).Select(long.Parse)],
            RemoteNetworks = [.. members.List(members.Find("remoteNetworks"), RuleLimits.Entries, Network).Select(text => AddressRange.TryParse(text, out var range, out _) ? range : default)],
            Role = members.Word("role", ("target", ResourceRole.Target), ("actor", ResourceRole.Actor)),
            Sample = members.Flag("sample"),
            Archived = members.Flag("archived"),
            Origin = members.Word("origin", ("event", FindingOrigin.Event), ("export", FindingOrigin.Export)),
            Any = members.List(members.Find("any"), RuleLimits.Entries, one => Read(one, depth + 1)),
            None = members.List(members.Find("none"), RuleLimits.Entries, one => Read(one, depth + 1)),
        };
        members.Done("a condition");
        foreach (var (name, conditions) in ((string, IReadOnlyList<Condition>)[])[("any", condition.Any), ("none", condition.None)])
            if (members.Find(name) is { } list && notes.MistakeCount == before && conditions.Any(one => one.IsCatchAll))
                notes.Warning(list, name == "any" ? "one of these holds for every finding, so that it asks for nothing" : "one of these holds for every finding, so that the condition holds for none");
        return condition;
    }

    (double? From, double? Below) Severity(RuleNode? node)
    {
        if (node is null) return (null, null);
        if (node.Kind is JsonTokenType.Number or JsonTokenType.String) return (Number(node), null);
        if (MemberReader.Of(node, notes, "a number, a label such as \"high\", or { \"from\": 7, \"below\": 9 }") is not { } range) return (null, null);
        var (from, below) = (range.Find("from"), range.Find("below"));
        range.Done("a severity");
        if (from is null && below is null) notes.Mistake(node, "has neither 'from' nor 'below'");
        var (least, limit) = (from is null ? null : Number(from), below is null ? null : Number(below));
        if (limit <= (least ?? 0)) notes.Mistake(below!, string.Create(CultureInfo.InvariantCulture, $"is not above {(least is null ? "0" : "'from'")}: no severity is in this range"));
        return (least, limit);
    }

    double? Number(RuleNode node)
    {
        if (node.Kind == JsonTokenType.Number && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 10) return number;
        foreach (var (word, from) in s_labels)
            if (node.Kind == JsonTokenType.String && node.Text == word) return from;
        notes.Mistake(node, $"{node.Quoted} is not a number from 0 to 10, nor one of {string.Join(", ", s_labels.Select(label => label.Word))}"
            + (node.Kind == JsonTokenType.String ? Nearest.DidYouMean(node.Text, s_labels.Select(label => label.Word)).TrimEnd('.') : ""));
        return null;
    }

    static IReadOnlyList<TextPattern> Patterns(MemberReader members, string name) =>
        members.List(members.Find(name), RuleLimits.Entries, one => members.TextOf(one, s_pattern) is { } text ? new TextPattern(text) : null);

    TextPattern? Type(MemberReader members, RuleNode node)
    {
        if (members.TextOf(node, s_pattern) is not { } text) return null;
        if (!text.AsSpan().ContainsAny('*', ':')) notes.Warning(node, $"{node.Quoted} holds for a type of exactly that name; did you mean '{RuleNode.Shown(text)}:*'?");
        return new(text);
    }

    IReadOnlyList<TagPattern> Tags(MemberReader members, string name)
    {
        if (members.Find(name) is not { } node || MemberReader.Of(node, notes, "{ \"name\": \"value\" }, with * for any value") is null) return [];
        if (node.Members.Count == 0) notes.Mistake(node, "is empty: name a tag, or leave it out");
        return [.. node.Members.Select(tag => new TagPattern(tag.Name, members.List(tag.Value, RuleLimits.Entries, one => members.TextOf(one, TextRules.Value) is { } text ? new TextPattern(text) : null)))];
    }

    Country? CountryOf(MemberReader members, RuleNode node)
    {
        if (members.TextOf(node, TextRules.Short) is not { } text) return null;
        var country = Country.Parse(text);
        if (country is null) notes.Mistake(node, $"{node.Quoted} are not the two letters of a country (ISO 3166)");
        else if (!country.IsKnown) notes.Warning(node, $"{node.Quoted} is no country that is known here, and holds for exactly that name{Nearest.DidYouMean(text, Country.Names).TrimEnd('.')}");
        return country;
    }

    /// <returns>Digits.</returns>
    string? Asn(RuleNode node)
    {
        var digits = node.Kind == JsonTokenType.String && node.Text.StartsWith("AS", StringComparison.Ordinal) ? node.Text[2..] : node.Kind == JsonTokenType.Number ? node.Text : "";
        if (uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return digits;
        notes.Mistake(node, $"{node.Quoted} is not the number of an autonomous system, such as 64500 or \"AS64500\"");
        return null;
    }

    string? Network(RuleNode node)
    {
        var problem = "is not a network, a text such as \"198.51.100.0/24\"";
        if (node.Kind == JsonTokenType.String && AddressRange.TryParse(node.Text, out _, out problem)) return node.Text;
        notes.Mistake(node, $"{node.Quoted} {problem}");
        return null;
    }
}
