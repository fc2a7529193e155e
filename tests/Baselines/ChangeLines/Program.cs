using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice;
using Sluice.AuroraCdcForwarder;
using Sluice.Baselines;

// One thread.
const int Changes = 100;
var @event = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Range(0, Changes).Select(Change)) + "]");

var subjects = new List<(string Name, Action Run)>();
foreach (var (name, format) in new[] { ("json", LineFormat.Json), ("csv", LineFormat.Csv) })
{
    var style = new LineStyle(format, TableLayouts.Parse(TableLayouts.Default, problem => throw new InvalidOperationException(problem)), "NULL", Newlines.Escape, Before: true, default);
    var (writer, lines, csv) = (new LineWriter(style), new ByteBuffer(), format == LineFormat.Csv);
    Ours(writer, lines);
    if (!lines.Written.SequenceEqual(Obvious.Write(@event, csv))) throw new InvalidOperationException($"The obvious code writes other {name} than the forwarder: they cannot be compared.");
    subjects.Add((name, () => Ours(writer, lines)));
    subjects.Add(("obvious-" + name, () => Obvious.Write(@event, csv)));
}

Slices.Run(args, subjects, Changes);

int Ours(LineWriter writer, ByteBuffer lines)
{
    lines.Clear();
    using var json = JsonDocument.Parse(@event);
    foreach (var payload in json.RootElement.EnumerateArray())
    {
        PayloadReader.Read(payload, new PayloadOrigin("r", DateTimeOffset.UnixEpoch, "Sales")).Match(change =>
        {
            foreach (var part in change.Lines(writer.KeyOf(change))) writer.Write(part, lines);
            return true;
        }, _ => false, reason => throw new InvalidOperationException(reason));
    }
    return lines.Length;
}

// Six inserts, three updates and a delete of ten, of the article's table: 400 to 600 bytes each, with what CSV must quote in some.
static string Change(int number)
{
    var op = (number % 10) switch { < 6 => 'I', < 9 => 'U', _ => 'D' };
    var (before, after) = (op == 'I' ? "null" : Row(number, 2), op == 'D' ? "null" : Row(number, 3));
    return string.Create(CultureInfo.InvariantCulture, $$"""{"v":1,"id":"6d1f7a1e-c79b-11ef-9c2b-{{number:x12}}","op":"{{op}}","db":"shop","table":"Sales","key":["ItemID"],"seq":{{1_732_230_527_701_808 + number}},"ts":"2026-11-21 23:08:47.701808","schema":3735928559,"before":{{before}},"after":{{after}}}""");
}

static string Row(int number, int quantity) => string.Create(CultureInfo.InvariantCulture,
    $$"""{"ItemID": {{number}}, "Category": {{(number % 4 == 0 ? "\"Garden, \\\"outdoor\\\"\"" : "\"Books\"")}}, "Price": {{number}}.50, "Quantity": {{quantity}}, "OrderDate": "2024-01-15 10:20:30", "DestinationState": "CA", "ShippingType": "2-Day", "Referral": {{(number % 5 == 0 ? "null" : "\"Online Ad\"")}}}""");
