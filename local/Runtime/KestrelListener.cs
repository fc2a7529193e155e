using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Sluice.Local;

/// <summary>Kestrel on a free loopback port, without a host around it.</summary>
/// <remarks>A host would take Ctrl-C for itself, read configuration and log; and one function is one listener, so a start must cost little.</remarks>
sealed class KestrelListener : IHttpApplication<HttpContext>, IAsyncDisposable
{
    readonly KestrelServer _server;
    readonly RequestDelegate _handle;

    KestrelListener(KestrelServer server, RequestDelegate handle) => (_server, _handle) = (server, handle);

    /// <summary><c>127.0.0.1:PORT</c>.</summary>
    public string HostAndPort { get; private set; } = "";

    public static async Task<KestrelListener> StartAsync(RequestDelegate handle)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        // A runtime may stand still for as long as it likes (a debugger, SIGSTOP): no limit of time is ours to set. But not infinite:
        // Kestrel adds that to the clock, overflows, and closes every connection that it finds idle at its next beat (seen in 10.0.12).
        options.Limits.KeepAliveTimeout = options.Limits.RequestHeadersTimeout = TimeSpan.FromDays(365);
        options.Limits.MinRequestBodyDataRate = options.Limits.MinResponseDataRate = null;
        options.Limits.MaxRequestBodySize = null;                       // too large is answered in the Runtime API's own form
        options.Limits.MaxRequestHeadersTotalSize = 1 << 20;            // an X-Ray cause may be long
        options.RequestHeaderEncodingSelector = options.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        var listener = new KestrelListener(server, handle);
        await server.StartAsync(listener, CancellationToken.None);
        listener.HostAndPort = new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Authority;
        return listener;
    }

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => _handle(context);

    public void DisposeContext(HttpContext context, Exception? exception) { }

    /// <summary>Cuts the connections that are open: a killed function does not say goodbye either.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(new CancellationToken(canceled: true));
        _server.Dispose();
    }
}
