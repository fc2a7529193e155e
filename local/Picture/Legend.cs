namespace Sluice.Local;

/// <summary>What boxes and arrows mean.</summary>
static class Legend
{
    public static void Draw(Svg svg, double x, double y)
    {
        Swatch("function", null, "function");
        Swatch("box", "store", "storage");
        Swatch("box", "channel", "queue, stream, rule, API");
        Swatch("outside", null, "outside");
        Swatch("account", null, "another account");
        svg.Arrow(true, (x, y), (x + 30, y));
        Label(36, "what failed, kept");
        svg.Text("note", x, y + 4, "→ Name: goes on in the row of Name");

        void Swatch(string style, string? stripe, string text)
        {
            svg.Rectangle(style, x, y - 7, 24, 14, style == "outside" ? 7 : 3);
            if (stripe is not null) svg.Rectangle(stripe, x, y - 7, 4, 14, 2);
            Label(30, text);
        }

        void Label(double after, string text)
        {
            svg.Text("note", x + after, y + 4, text);
            x += after + TextWidth.Of(text, 10.5, bold: false) + 16;
        }
    }
}
