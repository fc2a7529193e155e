using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sluice.Local;

/// <summary>What a loader needs around it, as cheap as can be, so that it is the loader which is measured: S3 with one object, and a
/// cluster that takes every document, or refuses some for the moment.</summary>
sealed class LoaderServices : IAsyncDisposable
{
    readonly WafFile _file;
    readonly int _refusePercent;
    readonly Random _random = new(7);
    KestrelListener _s3 = null!, _cluster = null!;
    long _documents, _requests, _refused;

    LoaderServices(WafFile file, int refusePercent) => (_file, _refusePercent) = (file, refusePercent);

    public string S3 => $"http://{_s3.HostAndPort}";

    public string Cluster => $"http://{_cluster.HostAndPort}";

    /// <summary>Documents taken.</summary>
    public long Documents => _documents;

    public long Requests => _requests;

    /// <summary>Documents refused with 429.</summary>
    public long Refused => _refused;

    public static async Task<LoaderServices> StartAsync(WafFile file, int refusePercent)
    {
        var services = new LoaderServices(file, refusePercent);
        services._s3 = await KestrelListener.StartAsync(services.GetObjectAsync);
        services._cluster = await KestrelListener.StartAsync(services.AnswerAsync);
        return services;
    }

    public async ValueTask DisposeAsync()
    {
        await _s3.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    async Task GetObjectAsync(HttpContext context)
    {
        context.Response.Headers.ETag = "\"0123456789abcdef0123456789abcdef-2\"";
        context.Response.Headers.LastModified = "Sun, 22 Nov 2026 10:00:00 GMT";
        await using var stored = File.OpenRead(_file.Path);
        context.Response.ContentLength = stored.Length;
        if (context.Request.Method == "GET") await stored.CopyToAsync(context.Response.Body, 64 << 10);
    }

    async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (!context.Request.Path.StartsWithSegments("/_bulk"))
        {
            var isRoot = context.Request.Path == "/";
            if (!isRoot && context.Request.Method == "GET") context.Response.StatusCode = 404;
            await context.Response.WriteAsync(isRoot ? """{"version":{"number":"2.19.1","distribution":"opensearch"}}""" : "{}");
            return;
        }
        Interlocked.Increment(ref _requests);
        var body = context.Request.Body;
        await using var content = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(body, CompressionMode.Decompress) : body;
        var lines = await CountLinesAsync(content);
        await context.Response.WriteAsync(Items(lines / 2));
    }

    static async Task<int> CountLinesAsync(Stream content)
    {
        var (buffer, lines) = (new byte[64 << 10], 0);
        while (await content.ReadAsync(buffer) is > 0 and var read) lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return lines;
    }

    string Items(int count)
    {
        var (items, refused) = (new StringBuilder(), 0);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) items.Append(',');
            var taken = true;
            if (_refusePercent > 0)
                lock (_random) taken = _random.Next(100) >= _refusePercent;
            if (taken) items.Append("{\"create\":{\"status\":201}}");
            else items.Append("{\"create\":{\"status\":429,\"error\":{\"type\":\"es_rejected_execution_exception\",\"reason\":\"rejected execution\"}}}");
            if (!taken) refused++;
        }
        Interlocked.Add(ref _documents, count - refused);
        Interlocked.Add(ref _refused, refused);
        return string.Create(CultureInfo.InvariantCulture, $"{{\"took\":1,\"errors\":{(refused > 0 ? "true" : "false")},\"items\":[{items}]}}");
    }
}
