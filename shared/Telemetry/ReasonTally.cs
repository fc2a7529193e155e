using System.Globalization;
using System.Text;

namespace Sluice;

/// <summary>Groups why records were dropped or failed, so that a batch of bad records is one readable line and not five hundred.</summary>
/// <remarks>Names records by their ids, never by their content.</remarks>
public sealed class ReasonTally
{
    const int IdsShown = 5;
    const int ReasonsShown = 10;

    readonly Dictionary<string, (int Count, List<string> Ids)> _reasons = new(StringComparer.Ordinal);

    /// <summary>Records noted.</summary>
    public int Count { get; private set; }

    /// <summary>Notes a record.</summary>
    /// <param name="id">What the record is called where it came from.</param>
    /// <param name="reason">Why.</param>
    public void Add(string id, string reason)
    {
        Count++;
        // Reasons may carry offsets: a flood of different ones must not grow without bound.
        if (!_reasons.TryGetValue(reason, out var group) && _reasons.Count >= ReasonsShown) reason = "other reasons";
        if (!_reasons.TryGetValue(reason, out group)) group = (0, []);
        if (group.Ids.Count < IdsShown) group.Ids.Add(id);
        _reasons[reason] = (group.Count + 1, group.Ids);
    }

    /// <summary>For example <c>2 x the gzip data is truncated (id 7, 9); 1 x …</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (reason, (count, ids)) in _reasons)
        {
            if (text.Length > 0) text.Append("; ");
            text.Append(CultureInfo.InvariantCulture, $"{count} x {reason} (id {string.Join(", ", ids)}{(count > ids.Count ? ", ..." : "")})");
        }
        return text.ToString();
    }
}
