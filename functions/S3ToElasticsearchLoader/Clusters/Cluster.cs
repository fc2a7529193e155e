namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Whose server it is.</summary>
enum ClusterKind
{
    /// <summary>To be found out: <c>GET /</c>, or by the host name of OpenSearch Serverless.</summary>
    Unknown,

    /// <summary>Elasticsearch, whatever its version.</summary>
    Elasticsearch,

    /// <summary>OpenSearch, whatever its version; a domain of Amazon OpenSearch Service too.</summary>
    OpenSearch,

    /// <summary>A collection of Amazon OpenSearch Serverless.</summary>
    OpenSearchServerless,
}

/// <summary>The cluster that is written to.</summary>
/// <param name="Kind">Never <see cref="ClusterKind.Unknown"/>.</param>
/// <param name="Major">The first number of its version.</param>
/// <param name="Version">For people, such as <c>6.8.23</c>.</param>
sealed record Cluster(ClusterKind Kind, int Major, string Version)
{
    /// <summary>Whether a document has a mapping type: gone since Elasticsearch 7, which refuses them from 8 on.</summary>
    public bool HasTypes => Kind == ClusterKind.Elasticsearch && Major < 7;

    /// <summary>Whether <c>_index_template</c> is known. Elasticsearch has it since 7.8, OpenSearch always.</summary>
    public bool HasComposableTemplates => Kind != ClusterKind.Elasticsearch || Major > 7 || (Major == 7 && Minor >= 8);

    /// <summary>Whether replies can be cut down with <c>filter_path</c>: not documented for Serverless.</summary>
    public bool FiltersReplies => Kind != ClusterKind.OpenSearchServerless;

    int Minor => Version.Split('.') is [_, var minor, ..] && int.TryParse(minor, out var number) ? number : 0;

    /// <summary>What its action lines look like.</summary>
    /// <param name="operation"><c>create</c> or <c>index</c>.</param>
    /// <param name="documentType">The mapping type, used where there are types.</param>
    /// <param name="withIds">Whether documents are given ids.</param>
    public BulkDialect Dialect(string operation, string documentType, bool withIds) => new(operation, HasTypes ? documentType : null, withIds);

    /// <inheritdoc/>
    public override string ToString() => Kind == ClusterKind.OpenSearchServerless ? "OpenSearch Serverless" : $"{Kind} {Version}";
}

/// <summary>The cluster does not do what is asked of it; the message says what, where and what to do.</summary>
/// <param name="message">Shows no document and no secret.</param>
/// <param name="passes">Whether another invocation may fare better without anybody doing anything.</param>
/// <param name="cause">What it came from.</param>
sealed class ClusterException(string message, bool passes = false, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether another invocation may fare better without anybody doing anything.</summary>
    public bool Passes => passes;
}

/// <summary>No whole answer came: the connection could not be made, was cut, or was silent for too long.</summary>
/// <param name="message">What happened.</param>
/// <param name="wasCut">The connection stood and was cut: a server that finds a request too large may do that, and whether all of the
/// request had left by then depends on the buffers in between.</param>
/// <param name="cause">What it came from.</param>
sealed class NoAnswerException(string message, bool wasCut, Exception cause) : Exception(message, cause)
{
    /// <summary>The connection stood, and was cut while the request was sent or before the answer was whole.</summary>
    public bool WasCut => wasCut;
}
