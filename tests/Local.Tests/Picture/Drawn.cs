using System.Globalization;
using System.Xml.Linq;
using Sluice.Local;

namespace Local.Tests.Picture;

readonly record struct Area(double X, double Y, double Width, double Height)
{
    public bool Meets(Area other) => X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;

    public Area Within(double edge) => new(X + edge, Y + edge, Width - 2 * edge, Height - 2 * edge);
}

/// <summary>A picture read back: where its boxes and arrows are.</summary>
sealed class Drawn
{
    static readonly string[] s_boxes = ["box", "function", "outside", "kept"];

    readonly XElement _root;

    public Drawn(string svg) => _root = XDocument.Parse(svg).Root!;

    public static Drawn Of(IReadOnlyList<Row> rows) => new(Drawing.Of(rows));

    public XElement Root => _root;

    public IReadOnlyList<Area> Boxes => [.. Rows("rect").Where(one => s_boxes.Contains(Style(one))).Select(AreaOf)];

    /// <summary>Straight pieces, as flat areas.</summary>
    public IReadOnlyList<Area> Pieces => [.. Rows("polyline").SelectMany(Parts)];

    /// <summary>Words by style, with where they stand; widths are at most these.</summary>
    public IReadOnlyList<(string Text, string Style, Area Area)> Words => [.. Rows("text").Select(Word)];

    public Area Page
    {
        get
        {
            var box = _root.Attribute("viewBox")!.Value.Split(' ').Select(Number).ToList();
            return new Area(box[0], box[1], box[2], box[3]);
        }
    }

    IEnumerable<XElement> Rows(string name) => _root.Descendants().Where(one => one.Name.LocalName == name && one.Ancestors().Any(parent => parent.Attribute("transform") is not null));

    static string Style(XElement element) => element.Attribute("class")?.Value ?? "";

    static Area AreaOf(XElement rectangle) => new(Of(rectangle, "x"), Of(rectangle, "y") + Down(rectangle), Of(rectangle, "width"), Of(rectangle, "height"));

    static IEnumerable<Area> Parts(XElement polyline)
    {
        var points = polyline.Attribute("points")!.Value.Split(' ').Select(point => point.Split(',').Select(Number).ToList()).ToList();
        return points.Zip(points.Skip(1), (from, to) => new Area(Math.Min(from[0], to[0]), Math.Min(from[1], to[1]) + Down(polyline), Math.Abs(from[0] - to[0]), Math.Abs(from[1] - to[1])));
    }

    static (string, string, Area) Word(XElement text)
    {
        var style = Style(text);
        var size = style switch { "name" or "about" => 12, _ => 10.5 };
        var width = TextWidth.Of(text.Value, size, bold: style == "name");
        var x = Of(text, "x") - (style is "name" or "what" or "hint" ? width / 2 : 0);
        return (text.Value, style, new Area(x, Of(text, "y") + Down(text) - size * 0.75, width, size * 0.9));
    }

    static double Down(XElement element) => element.Ancestors().Select(parent => parent.Attribute("transform")?.Value).OfType<string>()
        .Sum(transform => Number(transform["translate(0,".Length..^1]));

    static double Of(XElement element, string name) => Number(element.Attribute(name)!.Value);

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
