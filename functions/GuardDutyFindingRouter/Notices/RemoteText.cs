using System.Globalization;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Somebody at the other end, in words.</summary>
static class RemoteText
{
    /// <summary><c>198.51.100.7:22</c>, <c>[2001:db8::7]:22</c>; empty where no address is told.</summary>
    public static string Address(RemoteParty remote)
    {
        var address = CleanText.Content(remote.Address, 64);
        if (address.Length == 0 || remote.Port <= 0) return address;
        return address.Contains(':', StringComparison.Ordinal)
            ? string.Create(CultureInfo.InvariantCulture, $"[{address}]:{remote.Port}") : string.Create(CultureInfo.InvariantCulture, $"{address}:{remote.Port}");
    }

    /// <summary><c>198.51.100.7:22, Amsterdam, Netherlands, AS209 EXAMPLE-NET, provider Example Telecom</c>; empty where nothing is told.</summary>
    public static string Full(RemoteParty remote, TextBounds bounds)
    {
        var asnOwner = CleanText.Content(remote.AsnOrganisation, bounds.Name);
        var isp = CleanText.Content(remote.Isp, bounds.Name);
        var country = CleanText.Content(remote.Country, bounds.Name);
        string[] parts =
        [
            Address(remote),
            CleanText.Content(remote.City, bounds.Name),
            country.Length > 0 ? country : CleanText.Content(remote.CountryCode, 8),
            remote.Asn > 0 ? string.Create(CultureInfo.InvariantCulture, $"AS{remote.Asn} {asnOwner}").TrimEnd() : asnOwner,
            isp.Length > 0 && !isp.Equals(asnOwner, StringComparison.OrdinalIgnoreCase) ? $"provider {isp}" : "",
        ];
        return CleanText.Cut(string.Join(", ", parts.Where(part => part.Length > 0)), bounds.Fact);
    }
}
