namespace Sluice.EndToEnd.Tests;

/// <summary>The README's first command.</summary>
public class DemoTests
{
    [SkippableFact]
    public async Task The_demo_accounts_for_every_byte_and_stops_what_it_started()
    {
        var python = Environment.GetEnvironmentVariable("SLUICE_PYTHON") ?? "python3";
        Skip.If((await Command.RunAsync(python, "-c", "import moto.server")).ExitCode != 0, "moto is missing: pip install 'moto[server]'");

        var result = await Command.SluiceAsync("demo");

        Assert.True(result.ExitCode == 0, result.All);
        Assert.Contains("Every line that was put has arrived, once, in the bucket and in Splunk; the broken record is put aside as it came.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Every WAF log lies in its partition of the other account's bucket, once, byte for byte.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Every committed change of a row lies in its partition, once; the current rows and their totals are the database's.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Every WAF record is a document, once, and can be asked for; the broken line is put aside as it came.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Every phone number is stored encrypted and read by its administrator alone; what came in clear is refused.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Every finding reached the people that the rules name, once; copies and repeats disturbed nobody; what a broken webhook missed was kept and delivered.", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Output);      // no colours where no terminal is
    }
}
