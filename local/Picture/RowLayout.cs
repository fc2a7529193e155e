namespace Sluice.Local;

/// <param name="X">Of the left edge.</param>
/// <param name="Y">Of the upper edge.</param>
sealed record Placed(Box Box, double X, double Y, IReadOnlyList<string> Lines, IReadOnlyList<string> Hints)
{
    public const double Width = 126, NameLine = 14, WhatLine = 13, HintLine = 12;

    /// <summary>Around what lies in another account.</summary>
    public const double Frame = 7, FrameTop = 17;

    public double Height => 9 + Lines.Count * NameLine + (Box.Place.What.Length > 0 ? WhatLine : 0);

    /// <summary>With the lines under the box.</summary>
    public double Whole => Height + (Box.Place.Account is null ? 0 : Frame) + Hints.Count * HintLine;

    public double Middle => Y + Height / 2;

    public double Right => X + Width;

    public double Bottom => Y + Height;
}

/// <summary>Boxes of a row in columns that are the same in all rows: the function's is one line down the page.</summary>
sealed class RowLayout
{
    const double Between = 10;

    readonly Dictionary<Box, Placed> _placed = [];

    RowLayout(Row row) => Row = row;

    public Row Row { get; }

    public IReadOnlyCollection<Placed> Boxes => _placed.Values;

    public Placed this[Box box] => _placed[box];

    /// <summary>Of the whole row, from its upper edge.</summary>
    public double Height { get; private set; }

    /// <param name="x">Left edge of a column.</param>
    public static RowLayout Of(Row row, Func<int, double> x)
    {
        var layout = new RowLayout(row);
        // Those next to the function first: what lies further out stands at the height of what it is joined to.
        foreach (var column in row.Boxes.GroupBy(box => box.Column).OrderBy(group => Math.Abs(group.Key))) layout.Stack([.. column], x(column.Key));
        var top = layout.Boxes.Min(Top);
        foreach (var (box, placed) in layout._placed.ToList()) layout._placed[box] = placed with { Y = Math.Round(placed.Y - top, 1) };
        layout.Height = layout.Boxes.Max(placed => placed.Y + placed.Whole);
        if (row.Back.Count > 0) layout.Height = Math.Max(layout.Height, layout[row.Function].Bottom + 26);
        return layout;
    }

    static double Top(Placed placed) => placed.Y - (placed.Box.Place.Account is null ? 0 : Placed.FrameTop);

    void Stack(List<Box> boxes, double x)
    {
        var placed = new List<Placed>();
        var y = 0.0;
        foreach (var box in boxes)
        {
            if (box.Place.Account is not null) y += Placed.FrameTop;
            var lines = TextWidth.Wrap(box.Place.Name, Placed.Width - (box.Place.Kind == PlaceKind.Function ? 8 : 16), 12, bold: true);
            var hints = box.Readers.SelectMany(reader => TextWidth.Wrap("→ " + reader.Name, Placed.Width, 10.5, bold: false)).ToList();
            placed.Add(new Placed(box, x, y, lines, hints));
            y += placed[^1].Whole + Between;
        }
        // Failures do not push the main way off its line.
        var main = placed.Where(one => !one.Box.Failed).DefaultIfEmpty(placed[0]).ToList();
        var middle = (main[0].Middle + main[^1].Middle) / 2;
        var wanted = boxes.Where(box => !box.Failed).SelectMany(Neighbours).Distinct().Select(box => _placed[box].Middle).DefaultIfEmpty(0).ToList();
        var shift = (wanted.Min() + wanted.Max()) / 2 - middle;
        if (boxes.All(box => box.Failed)) shift = Math.Max(shift, boxes.SelectMany(Neighbours).Select(box => _placed[box].Middle).DefaultIfEmpty(0).Min() - placed[0].Middle);
        foreach (var one in placed) _placed[one.Box] = one with { Y = one.Y + shift };
    }

    IEnumerable<Box> Neighbours(Box box) => Row.Arrows
        .SelectMany(arrow => arrow.From == box ? [arrow.To] : arrow.To == box ? [arrow.From] : Array.Empty<Box>())
        .Where(_placed.ContainsKey);
}
