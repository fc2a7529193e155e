using System.Globalization;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Messages of each suite on one core, by turns with bare RSA decryption in the same process: the ratio is what the decryptor itself costs.</summary>
static class FieldBench
{
    public static async Task RunAsync(Runnable bench, int rounds, IAnsiConsole console, Action<string> say, CancellationToken cancellation)
    {
        say($"{rounds} rounds of {CipherSuite.All.Count} suites...");
        var rates = await Rates.OfAsync(bench, rounds, cancellation);
        Show(console, rates);
        if (await OpensslAsync(cancellation) is { } openssl)
            console.WriteLine(Text($"openssl speed rsa2048 just now: {openssl:N0} private operations a second; 0x0178 makes {Rates.Median(rates["0x0178"]) / openssl:P0} of that."));
    }

    static void Show(IAnsiConsole console, ILookup<string, double> rates)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("Operations a second of processor time").RightAligned()).AddColumn(new TableColumn("Of bare RSA").RightAligned());
        var bare = rates["rsa"].ToList();
        foreach (var subject in rates)
        {
            table.AddRow(Name(subject.Key), Rates.Text([.. subject]), Text($"{Rates.Ratio(subject, bare):P0}"));
        }
        console.Write(table);
    }

    static string Name(string subject) => subject switch
    {
        "rsa" => "RSA.Decrypt, 2048 bits, OAEP-SHA256",
        "parse" => "the same, and the key parsed each time",
        "0x0178" => "0x0178, as CloudFront writes",
        _ => subject + (CipherSuite.All.First(suite => suite.ToString() == subject).Signs ? ", signed" : ""),
    };

    /// <summary>Null where openssl is not installed.</summary>
    static async Task<double?> OpensslAsync(CancellationToken cancellation)
    {
        var run = await Shell.TryRunAsync("openssl", ["speed", "-seconds", "2", "rsa2048"], cancellation);
        // rsa 2048 bits 0.000220s 0.000007s   4545.1 141043.0 : seconds of a private and a public operation, then how many a second.
        var columns = run?.Lines.LastOrDefault(line => line.StartsWith("rsa", StringComparison.Ordinal) && line.Contains("2048 bits", StringComparison.Ordinal))?
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return columns is { Length: >= 7 } && double.TryParse(columns[5], CultureInfo.InvariantCulture, out var rate) ? rate : null;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
