using System.Globalization;

namespace Sluice.Local;

/// <summary>VPC flow log lines, version 2 (the default format): 14 fields, a space between.</summary>
/// <remarks>Source: VPC user guide, "Flow log records". One line in 20 is NODATA, as on a quiet interface.</remarks>
static class FlowLogLine
{
    public static string Make(SampleSource sample, string networkInterface)
    {
        var end = sample.Time.ToUnixTimeSeconds();
        var start = end - sample.Whole(30, 60);
        if (sample.Whole(1, 20) == 1)
            return string.Create(CultureInfo.InvariantCulture, $"2 {SampleSource.Account} {networkInterface} - - - - - - - {start} {end} - NODATA");

        var (packets, accepted) = (sample.Whole(1, 400), sample.Whole(1, 5) > 1);
        var (protocol, port) = sample.OneOf((6, 443), (6, 22), (6, 5432), (17, 53), (6, 8080), (1, 0));
        return string.Create(CultureInfo.InvariantCulture, $"2 {SampleSource.Account} {networkInterface} {Inside(sample)} {Peer(sample)} {(protocol == 1 ? 0 : sample.Whole(1024, 65535))} {port} {protocol} {packets} {packets * sample.Whole(40, 1500)} {start} {end} {(accepted ? "ACCEPT" : "REJECT")} OK");
    }

    static string Inside(SampleSource sample) => string.Create(CultureInfo.InvariantCulture, $"10.0.{sample.Whole(0, 3)}.{sample.Whole(4, 254)}");

    /// <summary>Another host inside, or an address reserved for documentation (RFC 5737).</summary>
    static string Peer(SampleSource sample) => sample.Whole(0, 1) == 0
        ? Inside(sample)
        : string.Create(CultureInfo.InvariantCulture, $"{sample.OneOf("192.0.2", "198.51.100", "203.0.113")}.{sample.Whole(1, 254)}");
}
