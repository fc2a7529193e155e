using System.Net;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Installs what is missing: an index template for a kind of log, and a lifecycle policy. What is there is never changed,
/// whoever put it there. Nothing of it is fatal: documents can be loaded without.</summary>
/// <param name="client">The connections.</param>
/// <param name="cluster">Whose forms.</param>
/// <param name="settings">Whether and what to install.</param>
/// <param name="telemetry">A refusal is one line.</param>
sealed class IndexTemplates(ClusterClient client, Cluster cluster, DeliverySettings settings, Telemetry telemetry) : IDisposable
{
    readonly SemaphoreSlim _turn = new(1);
    readonly HashSet<string> _done = new(StringComparer.Ordinal);       // guarded by _turn
    readonly ByteBuffer _reply = new();                                 // guarded by _turn

    /// <summary>Installs what is missing for a kind of log, once for the life of the environment. Objects that are loaded at the same time wait
    /// for it: an index that the first of their documents made would be without the template's types for good.</summary>
    /// <param name="kind"><c>waf</c>, <c>vpcflow</c>, <c>cloudtrail</c> or <c>alb</c>; nothing is known of others.</param>
    /// <param name="pattern">The indices that it goes to, such as <c>awswaf-*</c>.</param>
    /// <param name="deadline">Ends it.</param>
    public async Task InstallAsync(string kind, string pattern, CancellationToken deadline)
    {
        if (!settings.InstallTemplates) return;
        await _turn.WaitAsync(deadline);
        try
        {
            var what = kind + " " + pattern;
            if (_done.Contains(what)) return;
            await InstallMissingAsync(kind, pattern, deadline);
            _done.Add(what);
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task InstallMissingAsync(string kind, string pattern, CancellationToken deadline)
    {
        using var embedded = TemplateBodies.Embedded(kind);
        if (embedded is null) return;
        var name = "sluice-" + kind;
        var hasPolicy = settings.RetentionDays > 0 && await PolicyAsync(name, pattern, deadline);
        var policy = hasPolicy && cluster.Kind == ClusterKind.Elasticsearch ? name : null;
        var body = TemplateBodies.Template(embedded, cluster, pattern, settings.DocumentType, settings.DataStreams, policy);
        await InstallAsync(cluster.HasComposableTemplates ? $"/_index_template/{name}" : $"/_template/{name}", "?create=true", body, deadline);
    }

    async Task<bool> PolicyAsync(string name, string pattern, CancellationToken deadline) => cluster.Kind switch
    {
        ClusterKind.Elasticsearch => await InstallAsync($"/_ilm/policy/{name}", "", TemplateBodies.IlmPolicy(settings.RetentionDays, settings.DataStreams), deadline),
        ClusterKind.OpenSearch => await InstallAsync($"/_plugins/_ism/policies/{name}", "", TemplateBodies.IsmPolicy(settings.RetentionDays, settings.DataStreams, pattern), deadline),
        // Serverless has data lifecycle policies of its own, outside of the collection.
        _ => false,
    };

    /// <returns>Whether it is there now.</returns>
    async Task<bool> InstallAsync(string path, string createOnly, ByteBuffer body, CancellationToken deadline)
    {
        try
        {
            var head = await client.SendAsync(HttpMethod.Get, path, default, _reply, deadline);
            if (head.IsSuccess) return true;
            if (head.Status == HttpStatusCode.NotFound) head = await client.SendAsync(HttpMethod.Put, path + createOnly, body.WrittenMemory, _reply, deadline);
            if (head.IsSuccess)
            {
                telemetry.Info("Installed " + path, Field.Of("cluster", client.Host));
                return true;
            }
            telemetry.Warn($"Not installed: {path}. {Refusals.Describe(client.Host, head, _reply.Written)}", Field.Of("cluster", client.Host));
        }
        catch (Exception none) when (none is NoAnswerException or ClusterException)
        {
            telemetry.Warn($"Not installed: {path}. {none.Message}", Field.Of("cluster", client.Host));
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
