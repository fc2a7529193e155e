using System.Globalization;
using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads the document's own members, and holds its parts together: names that nothing has, routes that nothing reaches.</summary>
/// <param name="notes">Where mistakes go.</param>
/// <param name="now">Tells suppressions that have expired.</param>
sealed class RuleSetReader(RuleNotes notes, DateTimeOffset now)
{
    static readonly TimeSpan s_repeatWindow = TimeSpan.FromHours(6);
    static readonly TimeSpan s_floodWindow = TimeSpan.FromMinutes(15);

    readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>Reads it.</summary>
    /// <returns>Of use only where there are no mistakes; <c>null</c> where it is no object.</returns>
    public RuleSet? Read(RuleNode root)
    {
        if (MemberReader.Of(root, notes, "{ \"version\": 1, \"destinations\": …, \"routes\": …, \"default\": … }") is not { } members) return null;
        if (members.Find("$schema") is { } schema) members.TextOf(schema, TextRules.Value);
        if (members.Need("version", "1") is { } version && !(version.Kind == JsonTokenType.Number && version.Text == "1")) notes.Mistake(version, $"{version.Quoted} is not 1, the only version that is known");
        var first = members.Word("match", ("all", false), ("first", true)) ?? false;
        var repeatWindow = Duration(members.Find("repeatWindow"), s_repeatWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        var (threshold, floodWindow) = Flood(members.Find("flood"));
        var accounts = new AccountReader(notes).Read(members.Find("accounts"));
        var destinations = Destinations(members.Need("destinations", "{ \"NAME\": { \"type\": … } }"));
        var suppressions = Named(members, "suppressions", "a suppression", Suppression);
        var routes = Named(members, "routes", "a route", route => Route(route, destinations));
        var fallback = members.Need("default", "names of destinations for what no route matches, so that nothing is lost") is { } names ? Names(members, names, destinations) : [];
        members.Done("the rules");

        var rules = new RuleSet(destinations.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!), suppressions, routes, first, fallback, accounts, repeatWindow, threshold, floodWindow);
        if (notes.AreFine) new RuleWarnings(notes, members, rules, _used, now).Tell();
        return rules;
    }

    (int Threshold, TimeSpan Window) Flood(RuleNode? node)
    {
        const int Threshold = 10;
        if (node is null || MemberReader.Of(node, notes, "{ \"threshold\": 10, \"window\": \"15m\" }") is not { } members) return (Threshold, s_floodWindow);
        var flood = (members.WholeNumber("threshold", Threshold, 0, 100_000), Duration(members.Find("window"), s_floodWindow, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)));
        members.Done("flood");
        return flood;
    }

    TimeSpan Duration(RuleNode? node, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        if (node is null) return fallback;
        if (node.Kind == JsonTokenType.String && TextRules.Duration(node.Text) is { } duration)
        {
            if (duration >= least && duration <= most) return duration;
            notes.Mistake(node, $"{node.Quoted} is not from {Text(least)} to {Text(most)}");
        }
        else notes.Mistake(node, $"{node.Quoted} is not a time such as \"90s\", \"15m\", \"6h\" or \"2d\"");
        return fallback;
    }

    static string Text(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds}s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes}m"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays}d"),
    };

    /// <summary>By name; <c>null</c> for one whose mistakes are told, so that a route that names it is not another.</summary>
    Dictionary<string, Destination?> Destinations(RuleNode? node)
    {
        var destinations = new Dictionary<string, Destination?>(StringComparer.Ordinal);
        if (node is null || MemberReader.Of(node, notes, "{ \"NAME\": { \"type\": … } }") is null) return destinations;
        if (node.Members.Count == 0) notes.Mistake(node, "is empty: findings have nowhere to go");
        if (node.Members.Count > RuleLimits.Destinations) notes.Mistake(node, $"has {node.Members.Count} destinations; {RuleLimits.Destinations} are allowed");
        var reader = new DestinationReader(notes);
        foreach (var member in node.Members)
        {
            if (!TextRules.Name.Fits(member.Name)) notes.Mistake(member.Offset, member.Value.Path, $"is not {TextRules.Name.Expected}");
            destinations[member.Name] = reader.Read(member.Name, member.Value);
        }
        return destinations;
    }

    /// <summary>Routes or suppressions; a name is used once among them.</summary>
    List<T> Named<T>(MemberReader members, string list, string what, Func<MemberReader, T> read) where T : class
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (members.Find(list) is not { } node) return [];
        if (node.Kind != JsonTokenType.StartArray)
        {
            notes.Mistake(node, $"{node.Quoted} is not a list [ … ]");
            return [];
        }
        if (node.Items.Count > RuleLimits.Routes) notes.Mistake(node, $"has {node.Items.Count} entries; {RuleLimits.Routes} are allowed");
        var all = new List<T>();
        foreach (var item in node.Items.Take(RuleLimits.Routes))
        {
            if (MemberReader.Of(item, notes, "{ \"name\": …, \"when\": { … }, … }") is not { } one) continue;
            all.Add(read(one));
            if (one.Find("name") is { Kind: JsonTokenType.String } name && !names.Add(name.Text)) notes.Mistake(name, $"{name.Quoted} is the name of another of the {list}");
            one.Done(what);
        }
        return all;
    }

    Route Route(MemberReader members, Dictionary<string, Destination?> destinations) => new(
        members.NeedText("name", TextRules.Name),
        members.Find("when") is { } when ? new ConditionReader(notes).Read(when) : Condition.All,
        members.Need("to", "names of destinations") is { } to ? Names(members, to, destinations) : [],
        members.Flag("stop") ?? false);

    Suppression Suppression(MemberReader members)
    {
        var name = members.NeedText("name", TextRules.Name);
        var when = Condition.All;
        if (members.Need("when", "which findings; one that suppresses all of them is not allowed") is { } node)
        {
            var before = notes.MistakeCount;
            when = new ConditionReader(notes).Read(node);
            if (when.IsCatchAll && notes.MistakeCount == before) notes.Mistake(node, "holds for every finding: nobody would be told anything");
        }
        return new(name, when, members.Need("until", "when it ends, such as \"2027-03-01\" or \"2027-03-01T08:00:00Z\"") is { } until ? Until(until) : null, members.NeedText("reason", TextRules.Reason));
    }

    DateTimeOffset? Until(RuleNode node)
    {
        if (node.Kind == JsonTokenType.String && TextRules.Moment(node.Text) is { } until) return until;
        notes.Mistake(node, $"{node.Quoted} is not a day or a time such as \"2027-03-01\" or \"2027-03-01T08:00:00Z\"");
        return null;
    }

    IReadOnlyList<string> Names(MemberReader members, RuleNode node, Dictionary<string, Destination?> destinations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return members.List(node, RuleLimits.Destinations, one =>
        {
            if (members.TextOf(one, TextRules.Short with { Expected = "the name of a destination" }) is not { } name) return null;
            if (!destinations.ContainsKey(name)) notes.Mistake(one, $"{one.Quoted} is none of the destinations{(destinations.Count > 0 ? Nearest.DidYouMean(name, destinations.Keys).TrimEnd('.') : "")}");
            else if (!seen.Add(name)) notes.Mistake(one, $"{one.Quoted} is named here twice");
            _used.Add(name);
            return name;
        });
    }
}
