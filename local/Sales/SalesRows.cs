using System.Globalization;

namespace Sluice.Local;

/// <summary>One sale of the article's table.</summary>
sealed record SalesRow(int ItemId, string Category, decimal Price, int Quantity, DateTime OrderDate, string DestinationState, string ShippingType, string Referral);

/// <summary>The article's sample sales: the same seed gives the same rows on every machine.</summary>
static class SalesRows
{
    static readonly string[] s_categories = ["Garden", "Kitchen", "Office", "Household", "Books", "Toys"];
    static readonly string[] s_shipping = ["Free", "3-Day", "2-Day"];
    static readonly string[] s_referrals = ["Other", "Friend/Colleague", "Repeat Customer", "Online Ad"];
    static readonly string[] s_states =
    [
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO",
        "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
    ];

    /// <summary>Makes rows with dates of 2016, as in the article, and every one of them a day that there is.</summary>
    public static IEnumerable<SalesRow> Make(int rows, ulong seed)
    {
        var state = seed;
        for (var i = 0; i < rows; i++)
        {
            yield return new(1 + Next(100), Pick(s_categories), (100 + Next(9_900)) / 100m, 1 + Next(10),
                new DateTime(2016, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(Next(366 * 86_400)), Pick(s_states), Pick(s_shipping), Pick(s_referrals));
        }

        string Pick(string[] words) => words[Next(words.Length)];

        // SplitMix64: Random's own numbers may change with the version of .NET.
        int Next(int below)
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (int)((mixed ^ (mixed >> 31)) % (ulong)below);
        }
    }

    /// <summary>Rows as INSERT statements, many rows a statement.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="rowsPerStatement">More go faster; a row a statement fires triggers as an application would.</param>
    public static IEnumerable<string> Statements(IEnumerable<SalesRow> rows, int rowsPerStatement)
    {
        foreach (var chunk in rows.Chunk(rowsPerStatement))
        {
            yield return "INSERT INTO Sales (ItemID, Category, Price, Quantity, OrderDate, DestinationState, ShippingType, Referral) VALUES\n"
                + string.Join(",\n", chunk.Select(row => string.Create(CultureInfo.InvariantCulture,
                    $"({row.ItemId}, '{row.Category}', {row.Price:0.00}, {row.Quantity}, '{row.OrderDate:yyyy-MM-dd HH:mm:ss}', '{row.DestinationState}', '{row.ShippingType}', '{row.Referral}')"))) + ";";
        }
    }
}
