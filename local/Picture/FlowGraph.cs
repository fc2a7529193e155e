namespace Sluice.Local;

/// <summary>All flows of a resolved template, each once.</summary>
sealed class FlowGraph
{
    readonly List<Flow> _flows;

    FlowGraph(List<Flow> flows) => _flows = flows;

    public static FlowGraph Of(ResolvedTemplate template, IReadOnlyDictionary<string, string> parameters)
    {
        var places = new Places(template, parameters);
        var wired = template.Resources.Values.SelectMany(resource => PictureWiring.Of(resource, template, places)).ToList();
        var flows = new Dictionary<(string, string), Flow>();
        foreach (var flow in wired.Concat(Tidy(Rights.Of(template, places).ToList(), wired)))
            // A way for failures is one, even if a right alone says nothing of them.
            if (!flows.TryGetValue((flow.From.Id, flow.To.Id), out var there) || flow.Failed) flows[(flow.From.Id, flow.To.Id)] = there is null ? flow : there with { Failed = true };
        return new FlowGraph([.. flows.Values]);
    }

    public IEnumerable<Flow> Into(Place place) => _flows.Where(flow => flow.To.Id == place.Id);

    public IEnumerable<Flow> From(Place place) => _flows.Where(flow => flow.From.Id == place.Id);

    /// <summary>The functions that take on what lies in a place.</summary>
    public IReadOnlyList<Place> Readers(Place place)
    {
        var (readers, seen) = (new List<Place>(), new HashSet<string>(StringComparer.Ordinal));
        Follow(_flows.Where(flow => !flow.Failed && flow.From.Resource == place.Resource && place.Prefix.StartsWith(flow.From.Prefix, StringComparison.Ordinal)));
        return readers;

        void Follow(IEnumerable<Flow> flows)
        {
            foreach (var to in flows.Select(flow => flow.To).Where(to => seen.Add(to.Id)).ToList())
                if (to.Kind == PlaceKind.Function) readers.Add(to);
                else if (to.Kind == PlaceKind.Channel) Follow(From(to).Where(flow => !flow.Failed));
        }
    }

    /// <summary>A right to read an object says nothing new where a notification brings the object; another's bucket is announced in the function's queue.</summary>
    static IEnumerable<Flow> Tidy(List<Flow> rights, List<Flow> wired)
    {
        foreach (var flow in rights)
        {
            if (flow.To.Kind != PlaceKind.Function || flow.From.Kind != PlaceKind.Store) yield return flow;
            // It reads what it wrote: a ledger, marks, what it put aside.
            else if (rights.Any(other => other.From == flow.To && other.To.Resource == flow.From.Resource)) continue;
            else if (!IsBucket(flow.From)) yield return flow;
            else if (IsBroughtBy(wired, flow)) continue;
            else if (wired.FirstOrDefault(other => other.To == flow.To && other.From.What == "SQS queue") is { } queue) yield return flow with { From = Whole(flow.From), To = queue.From };
            else yield return flow;
        }
    }

    static bool IsBroughtBy(List<Flow> wired, Flow read)
    {
        var reached = wired.Where(flow => flow.From.Resource == read.From.Resource).Select(flow => flow.To.Id).ToHashSet(StringComparer.Ordinal);
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(wired.Where(flow => !flow.Failed && reached.Contains(flow.From.Id)).Select(flow => flow.To.Id).ToList());
        }
        return reached.Contains(read.To.Id);
    }

    static Place Whole(Place bucket) => bucket with { Id = bucket.Resource, What = "S3 bucket, yours" };

    static bool IsBucket(Place place) => place.What.StartsWith("S3", StringComparison.Ordinal);
}
