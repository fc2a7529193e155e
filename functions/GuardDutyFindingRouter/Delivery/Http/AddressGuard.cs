using System.Net;
using System.Net.Sockets;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Where the function lets itself be sent: not to the metadata and credentials of its own environment, and not in clear.</summary>
static class AddressGuard
{
    /// <summary>The addresses of instance metadata in IPv6 are in it: <c>fd00:ec2::254</c>.</summary>
    static readonly IPNetwork Ec2 = IPNetwork.Parse("fd00:ec2::/32");

    /// <summary>IPv4 addresses are in it where a network has NAT64 (RFC 6052).</summary>
    static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Checks a URL before anything is sent there.</summary>
    /// <param name="url">Where.</param>
    /// <param name="runtimeApi">Host and port of Lambda's API on loopback; may be empty.</param>
    /// <returns><c>null</c>: it may be. Else why not, a phrase that shows nothing of the path.</returns>
    public static string? ProblemOf(Uri url, string runtimeApi)
    {
        if (url.Scheme is not ("https" or "http")) return "its URL is not https";
        if (url.UserInfo.Length > 0) return "its URL holds a user name or a password: a secret belongs into tokenFrom, keyFrom or secretFrom";
        if (url.Authority.Equals(runtimeApi, StringComparison.OrdinalIgnoreCase)) return "its URL is that of Lambda's own runtime API";
        if (url.Scheme == "http" && !url.IsLoopback) return "its URL is http: notices go over https alone";
        return IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? ProblemOf(address, isLoopbackAsked: true) : null;
    }

    /// <summary>Checks an address that a name stands for.</summary>
    /// <param name="address">Where.</param>
    /// <param name="isLoopbackAsked">Whether the URL itself says loopback: another name that leads there is a trick.</param>
    public static string? ProblemOf(IPAddress address, bool isLoopbackAsked)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && Nat64.Contains(address)) address = new IPAddress(address.GetAddressBytes().AsSpan(12));
        var isLinkLocal = address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes() is [169, 254, ..] : address.IsIPv6LinkLocal || Ec2.Contains(address);
        if (isLinkLocal) return $"{address} is an address of instance metadata or of the local link";
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6Multicast || address.GetAddressBytes() is [>= 224, _, _, _]) return $"{address} is no address of a server";
        return IPAddress.IsLoopback(address) && !isLoopbackAsked ? "its name leads to loopback" : null;
    }
}

/// <summary>A destination that may not be; the message is a phrase.</summary>
sealed class ForbiddenAddressException(string message) : Exception(message);
