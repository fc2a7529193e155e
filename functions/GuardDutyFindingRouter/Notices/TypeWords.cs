using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What a type of finding means, in words that go before the name of the resource.</summary>
/// <remarks>Source: GuardDuty user guide, "GuardDuty finding types".</remarks>
static partial class TypeWords
{
    /// <summary>Words before the resource, such as <c>SSH brute force against</c>; for a type that is not known, made of its name.</summary>
    public static string Of(string type, ResourceRole role)
    {
        var words = Find(type) ?? Guess(type);
        var sides = words.IndexOf('|', StringComparison.Ordinal);
        if (sides < 0) return words;
        // "X from|against": the resource does it, or suffers it.
        var space = words.LastIndexOf(' ', sides);
        return role == ResourceRole.Actor ? words[..sides] : string.Concat(words.AsSpan(0, space + 1), words.AsSpan(sides + 1));
    }

    /// <summary>The most telling entry: the whole type first, then without purpose, without resource; each without its last parts too.</summary>
    static string? Find(string type)
    {
        var known = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        var rest = type.AsSpan();
        for (var step = 0; step < 3; step++)
        {
            for (var name = rest; name.Length > 0; name = name[..Math.Max(name.LastIndexOfAny('.', '!'), 0)])
            {
                if (known.TryGetValue(name, out var words)) return words;
            }
            var separator = rest.IndexOf(step == 0 ? ':' : '/');
            rest = rest[(separator + 1)..];
        }
        return null;
    }

    /// <summary><c>Impact:EC2/NewKindOfThing.X</c> becomes <c>New kind of thing on</c>.</summary>
    static string Guess(string type)
    {
        var family = CleanText.Content(FindingType.Parse(type).Family, 60);
        if (family.Length == 0) return "GuardDuty finding on";
        var words = new StringBuilder(family.Length + 8);
        for (var i = 0; i < family.Length; i++)
        {
            var starts = i > 0 && char.IsUpper(family[i]) && !char.IsUpper(family[i - 1]);
            if (starts) words.Append(' ');
            words.Append(starts ? char.ToLowerInvariant(family[i]) : family[i]);
        }
        return words.Append(" on").ToString();
    }
}
