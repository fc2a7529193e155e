namespace Sluice.Local;

/// <summary>Globals merged into resources the way SAM does: maps are merged, lists joined (global first), anything else is overridden.</summary>
static class Globals
{
    static readonly HashSet<string> s_sections =
        ["Function", "Api", "HttpApi", "WebSocketApi", "SimpleTable", "StateMachine", "LayerVersion", "CapacityProvider"];

    public static void Check(MapNode globals, Problems problems)
    {
        foreach (var (section, node) in globals.Entries)
        {
            if (!s_sections.Contains(section)) problems.Add(node, $"Globals.{section}", $"SAM knows no such section{Nearest.DidYouMean(section, s_sections)}");
            else if (node is not MapNode) problems.Add(node, $"Globals.{section}", "a map of properties is expected here.");
        }
    }

    public static MapNode MergeInto(MapNode resource, MapNode globals)
    {
        const string serverless = "AWS::Serverless::";
        if (resource["Type"] is not ScalarNode type || !type.Text.StartsWith(serverless, StringComparison.Ordinal)) return resource;
        if (globals[type.Text[serverless.Length..]] is not MapNode common) return resource;

        common = new MapNode(common.Line, common.Entries.Where(entry => !Ignores(resource["IgnoreGlobals"], entry.Key)).ToDictionary());
        var properties = resource["Properties"] is { } own ? Merge(common, own) : common;
        return new MapNode(resource.Line, new Dictionary<string, TemplateNode>(resource.Entries) { ["Properties"] = properties });
    }

    static bool Ignores(TemplateNode? ignored, string property) => ignored switch
    {
        ScalarNode { Text: "*" } => true,
        ListNode list => list.Items.OfType<ScalarNode>().Any(item => item.Text == property),
        _ => false,
    };

    /// <summary>An intrinsic (<see cref="CallNode"/>) counts as a scalar, as in samtranslator's GlobalProperties.</summary>
    static TemplateNode Merge(TemplateNode common, TemplateNode own) => (common, own) switch
    {
        (MapNode left, MapNode right) => new MapNode(right.Line, left.Entries.Keys.Union(right.Entries.Keys).ToDictionary(
            key => key,
            key => (left[key], right[key]) switch
            {
                ({ } both, { } mine) => Merge(both, mine),
                (null, { } mine) => mine,
                ({ } both, null) => both,
                _ => throw new InvalidOperationException(key),
            }, StringComparer.Ordinal)),
        (ListNode left, ListNode right) => new ListNode(right.Line, [.. left.Items, .. right.Items]),
        _ => own,
    };
}
