namespace Sluice.Local;

/// <summary>Boxes and arrows of one row. Arrows turn in the gaps between columns alone, so none crosses a box.</summary>
static class RowDrawing
{
    /// <summary>Between two upright pieces in one gap.</summary>
    const double Lane = 8;

    public static void Draw(Svg svg, RowLayout layout, double gap)
    {
        foreach (var inGap in layout.Row.Arrows.GroupBy(arrow => arrow.From.Column)) Between(svg, layout, [.. inGap], gap);
        foreach (var arrow in layout.Row.Dead) svg.Arrow(true, (Centre(layout[arrow.To]), layout[arrow.From].Bottom), (Centre(layout[arrow.To]), layout[arrow.To].Y));
        foreach (var arrow in layout.Row.Back) Back(svg, layout, arrow);
        foreach (var placed in layout.Boxes.OrderBy(one => one.X).ThenBy(one => one.Y)) BoxOf(svg, placed);
    }

    /// <summary>Arrows that come together, or part, share an upright piece; those of failures have theirs nearer to where they begin.</summary>
    static void Between(Svg svg, RowLayout layout, List<Arrow> arrows, double gap)
    {
        var bundles = arrows.GroupBy(arrow => (arrow.Failed, Hub: arrows.Count(other => other.To == arrow.To && other.Failed == arrow.Failed) > 1 ? arrow.To : arrow.From))
            .OrderBy(bundle => !bundle.Key.Failed).ToList();
        for (var i = 0; i < bundles.Count; i++)
            foreach (var arrow in bundles[i])
            {
                var (from, to) = (layout[arrow.From], layout[arrow.To]);
                var both = arrows.Any(other => other.From == arrow.From && other.Failed != arrow.Failed);
                var start = arrow.Failed && both ? from.Y + from.Height * 0.78 : from.Middle;
                var x = from.Right + gap / 2 + (i - (bundles.Count - 1) / 2.0) * Lane;
                if (Math.Abs(start - to.Middle) < 0.6) svg.Arrow(arrow.Failed, (from.Right, start), (to.X, start));
                else svg.Arrow(arrow.Failed, (from.Right, start), (x, start), (x, to.Middle), (to.X, to.Middle));
            }
    }

    /// <summary>Under the function, and under what lies between, back to where it came from.</summary>
    static void Back(Svg svg, RowLayout layout, Arrow arrow)
    {
        var (from, to) = (layout[arrow.From], layout[arrow.To]);
        var y = layout.Boxes.Where(one => one.Box.Column > to.Box.Column && one.Box.Column <= from.Box.Column && one.Box.Column != from.Box.Column || one == from).Max(one => one.Y + one.Whole) + 10;
        var (x, end) = (to.Right + 10, to.Y + to.Height * 0.8);
        svg.Arrow(false, (Centre(from), from.Bottom), (Centre(from), y), (x, y), (x, end), (to.Right, end));
        svg.Text("note", x + 4, y + 11, "the rest goes back");
    }

    static void BoxOf(Svg svg, Placed placed)
    {
        var (box, place) = (placed.Box, placed.Box.Place);
        svg.Line($"<g><title>{Svg.Escaped($"{place.Name}: {place.What}")}</title>");
        if (place.Account is { } account)
        {
            svg.Rectangle("account", placed.X - Placed.Frame, placed.Y - Placed.FrameTop, Placed.Width + 2 * Placed.Frame, placed.Height + Placed.FrameTop + Placed.Frame, 6);
            svg.Text("note", placed.X, placed.Y - 5, "another account");
        }
        var style = place.Kind switch { PlaceKind.Function => "function", PlaceKind.Outside => "outside", _ => box.Failed ? "kept" : "box" };
        svg.Rectangle(style, placed.X, placed.Y, Placed.Width, placed.Height, place.Kind == PlaceKind.Outside ? placed.Height / 2 : 5);
        if (place.Kind is PlaceKind.Store or PlaceKind.Channel && !box.Failed) svg.Rectangle(place.Kind == PlaceKind.Store ? "store" : "channel", placed.X, placed.Y, 5, placed.Height, 2);
        var y = placed.Y + 4;
        foreach (var line in placed.Lines) svg.Text("name", Centre(placed), (y += Placed.NameLine) - 1, line);
        if (place.What.Length > 0) svg.Text("what", Centre(placed), y + Placed.WhatLine - 2, place.What);
        y = placed.Bottom + (place.Account is null ? 0 : Placed.Frame);
        foreach (var hint in placed.Hints) svg.Text("hint", Centre(placed), (y += Placed.HintLine) - 1, hint);
        svg.Line("</g>");
    }

    static double Centre(Placed placed) => placed.X + Placed.Width / 2;
}
