namespace Sluice.Local;

/// <summary>
/// Cuts the row of one function out of all flows: upwards to where things lie or arise, downwards to where they come to rest.
/// Ways that part and meet again are unfolded, so that arrows join neighbouring columns alone.
/// </summary>
sealed class RowBuilder
{
    readonly FlowGraph _flows;
    readonly List<Box> _boxes = [];
    readonly List<Arrow> _arrows = [], _back = [], _dead = [];
    readonly Box _function;

    RowBuilder(FlowGraph flows, Place function) => (_flows, _function) = (flows, new Box(function, 0, false, []));

    public static Row Build(FlowGraph flows, ResolvedResource function)
    {
        var row = new RowBuilder(flows, Places.Of(function));
        row._boxes.Add(row._function);
        row.Above(row._function);
        if (row._boxes.Count == 1) row.Join(row.Add(new Place("callers", PlaceKind.Outside, "Callers", "invoke, IAM"), -1), row._function, false);
        row.Below(row._function);
        // Who is asked answers.
        if (row._boxes.All(box => box.Column <= 0)) row.Join(row._function, row.Add(new Place("answer", PlaceKind.Outside, "Callers", "the answer"), 1), false);
        return new Row(row._function, function.Condition, function.Properties["Description"].Text() ?? "", row.InOrder(), row._arrows, row._back, row._dead);
    }

    void Above(Box box)
    {
        var flows = _flows.Into(box.Place).Where(flow => !flow.Failed && flow.From.Id != _function.Place.Id).ToList();
        // What another function sends stands in that one's row.
        if (flows.Any(flow => flow.From.Kind != PlaceKind.Function)) flows.RemoveAll(flow => flow.From.Kind == PlaceKind.Function);
        foreach (var flow in flows.Where(flow => !IsOnTheWay(flow.From, box.Column)))
        {
            var source = Add(flow.From, box.Column - 1);
            if (!Join(source, box, false) || source.Place.Kind != PlaceKind.Channel) continue;
            Above(source);
            foreach (var dead in _flows.From(source.Place).Where(one => one.Failed)) DeadLetters(source, dead.To);
        }
    }

    /// <summary>Not where the function's own failures go: these stand beside it.</summary>
    void DeadLetters(Box source, Place kept)
    {
        if (_flows.From(_function.Place).Any(flow => flow.Failed && flow.To.Id == kept.Id)) return;
        var box = new Box(kept, source.Column, true, [], source);
        if (_boxes.Contains(box)) return;
        _boxes.Add(box);
        _dead.Add(new Arrow(source, box, true));
    }

    void Below(Box box)
    {
        foreach (var flow in _flows.From(box.Place).Where(flow => flow.To.Kind != PlaceKind.Function || box == _function))
        {
            if (_boxes.FirstOrDefault(one => one.Column < 0 && one.Place.Id == flow.To.Id && !one.Failed) is { } before) _back.Add(new Arrow(box, before, flow.Failed));
            else if (!IsOnTheWay(flow.To, box.Column))
            {
                var target = Add(flow.To, box.Column + 1, flow.Failed);
                Join(box, target, flow.Failed);
                if (target.Place.Kind == PlaceKind.Channel && target.Readers.Count == 0) Below(target);
            }
        }
    }

    bool IsOnTheWay(Place place, int column) => _boxes.Any(box => box.Place.Id == place.Id && !box.Failed && Math.Abs(box.Column) <= Math.Abs(column));

    Box Add(Place place, int column, bool failed = false)
    {
        if (_boxes.FirstOrDefault(box => box.Place.Id == place.Id && box.Column == column) is { } there) return there;
        var box = new Box(place, column, failed, column > 0 && !failed ? [.. _flows.Readers(place).Where(reader => reader.Id != _function.Place.Id)] : []);
        _boxes.Add(box);
        return box;
    }

    bool Join(Box from, Box to, bool failed)
    {
        if (_arrows.Any(arrow => arrow.From == from && arrow.To == to)) return false;
        _arrows.Add(new Arrow(from, to, failed));
        return true;
    }

    /// <summary>Failures lie under what goes well, and dead letters under their queue.</summary>
    List<Box> InOrder()
    {
        var dead = _dead.Select(arrow => arrow.To).ToHashSet();
        var ordered = _boxes.Where(box => !dead.Contains(box)).OrderBy(box => box.Column).ThenBy(box => box.Failed).ToList();
        foreach (var arrow in _dead) ordered.Insert(ordered.IndexOf(arrow.From) + 1, arrow.To);
        return ordered;
    }
}
