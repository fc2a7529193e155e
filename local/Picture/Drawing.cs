namespace Sluice.Local;

/// <summary>The picture as SVG: a band for each part, in it a row for each function. The same rows give the same bytes.</summary>
static class Drawing
{
    /// <summary>The heading and the legend need as much.</summary>
    const double LeastWidth = 930;

    const double Margin = 16, Gap = 42, About = 24, AfterRow = 16, BandTop = 8, BandBetween = 10, Head = 108;

    public static string Of(IReadOnlyList<Row> rows)
    {
        var (first, last) = (rows.Min(row => row.Boxes.Min(box => box.Column)), rows.Max(row => row.Boxes.Max(box => box.Column)));
        var width = Math.Max(LeastWidth, 2 * Margin + (last - first + 1) * (Placed.Width + Gap) - Gap);
        var layouts = rows.Select(row => RowLayout.Of(row, column => Margin + (column - first) * (Placed.Width + Gap))).ToList();
        var body = new Svg();
        Legend.Draw(body, Margin, 84);
        var y = Head;
        foreach (var part in layouts.ChunkBy(layout => layout.Row.Part))
        {
            var height = BandTop + part.Sum(layout => About + layout.Height + AfterRow) - 4;
            body.Rectangle("band", Margin / 2, y, width - Margin, height, 8);
            var top = y + BandTop;
            foreach (var layout in part)
            {
                body.Line($"""<g transform="translate(0,{Svg.N(top)})">""");
                body.Text("about", Margin, 12, layout.Row.Text);
                body.Line($"""<g transform="translate(0,{Svg.N(About)})">""");
                RowDrawing.Draw(body, layout, Gap);
                body.Line("</g></g>");
                top += About + layout.Height + AfterRow;
            }
            y += height + BandBetween;
        }
        return Page(width, y, Description(rows), body.ToString());
    }

    static string Page(double width, double height, string description, string body) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Svg.N(width)} {Svg.N(height)}" width="{Svg.N(width)}" height="{Svg.N(height)}" role="img" aria-labelledby="title description">
        <title id="title">Sluice: what moves from where to where</title>
        <desc id="description">{Svg.Escaped(description)}</desc>
        <!-- Made from template.yaml by ./sluice picture; do not edit. -->
        <style>
        {PictureStyle.Css}
        </style>
        <defs>
        <marker id="flow-head" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="flow-head" d="M0,0L8,4L0,8z"/></marker>
        <marker id="failed-head" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="failed-head" d="M0,0L8,4L0,8z"/></marker>
        </defs>
        <rect class="paper" width="100%" height="100%"/>
        <text class="title" x="{Svg.N(Margin)}" y="34">Sluice: what moves from where to where</text>
        <text class="sub" x="{Svg.N(Margin)}" y="56">A row for each function, read from left to right; a band for each part of the template, all of them switched on.</text>
        {body.TrimEnd()}
        </svg>

        """;

    /// <summary>The same in words, for those who do not see it.</summary>
    static string Description(IReadOnlyList<Row> rows) => string.Join(' ', rows.Select(row =>
    {
        var (from, to, failed) = (Names(row, box => box.Column < 0 && !box.Failed), Names(row, box => box.Column > 0 && !box.Failed), Names(row, box => box.Failed));
        return $"{row.Function.Place.Name}: from {from} to {to}{(failed.Length > 0 ? $"; what fails is kept in {failed}" : "")}.";
    }));

    static string Names(Row row, Func<Box, bool> which) =>
        string.Join(", ", row.Boxes.Where(which).Select(box => $"{box.Place.Name} ({box.Place.What})").Distinct());

    static List<List<RowLayout>> ChunkBy(this List<RowLayout> layouts, Func<RowLayout, string?> key)
    {
        var chunks = new List<List<RowLayout>>();
        foreach (var layout in layouts)
            if (chunks.Count > 0 && key(chunks[^1][0]) == key(layout)) chunks[^1].Add(layout);
            else chunks.Add([layout]);
        return chunks;
    }
}
