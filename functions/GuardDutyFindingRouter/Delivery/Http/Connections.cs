using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>HTTP connections as a function wants them, for all destinations.</summary>
static class Connections
{
    /// <summary>At once. Webhooks of one host share them, so that it is not the calls at once to one destination; as many as those can be at most.</summary>
    public const int ToOneServer = DeliverySettings.MaxConcurrency;

    /// <summary>Makes the handler.</summary>
    /// <param name="perServer">Connections at once to one server.</param>
    /// <param name="connectTimeout">Of name, connection and TLS.</param>
    /// <param name="authorities">Trusted in place of the system's; <c>null</c> for the system's.</param>
    public static SocketsHttpHandler Create(int perServer, TimeSpan connectTimeout, X509Certificate2Collection? authorities = null)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirect would carry the finding, and the credentials, to a place that nobody wrote into the rules.
            AllowAutoRedirect = false,
            UseCookies = false,
            // A short answer needs none, and a bomb would need one.
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = connectTimeout,
            // Names move; and a frozen environment's connections are gone when it thaws.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxConnectionsPerServer = perServer,
            MaxResponseHeadersLength = 32,
            // What a server sends behind the part that is read is not waited for.
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
        };
        if (authorities is null) return handler;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        return handler;
    }

    /// <summary>Connects to an address that may be: the check and the connection use the same answer of the name server.</summary>
    static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host;
        var isLoopbackAsked = host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var literal) && IPAddress.IsLoopback(literal));
        Exception? failure = null;
        foreach (var address in await Dns.GetHostAddressesAsync(host, cancellation))
        {
            if (AddressGuard.ProblemOf(address, isLoopbackAsked) is { } problem) throw new ForbiddenAddressException(problem);
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException unreachable)
            {
                socket.Dispose();
                failure = unreachable;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }
}
