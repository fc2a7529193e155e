using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Local;

/// <summary>Writes elements; numbers in the invariant culture, texts escaped.</summary>
sealed class Svg
{
    readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public Svg Line(string markup)
    {
        _text.Append(markup).Append('\n');
        return this;
    }

    public void Rectangle(string style, double x, double y, double width, double height, double round) =>
        Line($"""<rect class="{style}" x="{N(x)}" y="{N(y)}" width="{N(width)}" height="{N(height)}" rx="{N(round)}"/>""");

    /// <param name="y">Of the base line.</param>
    public void Text(string style, double x, double y, string text) => Line($"""<text class="{style}" x="{N(x)}" y="{N(y)}">{Escaped(text)}</text>""");

    /// <summary>Straight pieces with an arrow head at the end.</summary>
    public void Arrow(bool failed, params (double X, double Y)[] points)
    {
        var style = failed ? "failed" : "flow";
        Line($"""<polyline class="{style}" marker-end="url(#{style}-head)" points="{string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"))}"/>""");
    }

    public static string N(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    public static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
