namespace Sluice;

/// <summary>The "did you mean" of an error: the known name that a typing mistake is closest to.</summary>
public static class Nearest
{
    /// <summary>The end of a sentence that names what is unknown.</summary>
    /// <param name="name">As it was written.</param>
    /// <param name="known">What there is.</param>
    /// <returns><c>; did you mean 'types'?</c>, or a full stop where nothing is near.</returns>
    public static string DidYouMean(string name, IEnumerable<string> known) =>
        known.Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(pair => pair.distance <= Math.Clamp((Math.Min(name.Length, pair.candidate.Length) + 1) / 2, 1, 3))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => $"; did you mean '{pair.candidate}'?")
            .FirstOrDefault(".");

    /// <summary>Letters to insert, remove or replace; upper and lower case count as the same.</summary>
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }
        return row[b.Length];
    }
}
