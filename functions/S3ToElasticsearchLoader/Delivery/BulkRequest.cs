using System.IO.Compression;
using System.Net;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>What became of one request.</summary>
enum AnswerKind
{
    /// <summary>There is a result for each document.</summary>
    Items,

    /// <summary>Nothing was taken; it may be later.</summary>
    Later,

    /// <summary>The connection was cut: trouble, or the manner in which OpenSearch says too large.</summary>
    Cut,

    /// <summary>413.</summary>
    TooLarge,

    /// <summary>400: one of its documents spoils it, such as one with an id of more than 512 bytes.</summary>
    Spoilt,

    /// <summary>Nothing will be taken until somebody changes something.</summary>
    Refused,
}

/// <summary>The answer to one request.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Text">What happened, where it is not <see cref="AnswerKind.Items"/>.</param>
/// <param name="Error">The cluster's own words, where it said any.</param>
/// <param name="RetryAfter">How long it asks to wait.</param>
readonly record struct BulkAnswer(AnswerKind Kind, string Text = "", ItemError Error = default, TimeSpan? RetryAfter = null);

/// <summary>Puts a request together, sends it and reads the answer; its memory serves one request after another.</summary>
sealed class BulkRequest(ClusterClient client, Cluster cluster, GzipSwitch gzip)
{
    /// <summary>Only what is looked at, percent-encoded for the signature: a tenth of the answer.</summary>
    const string Filter = "?filter_path=took%2Cerrors%2Citems.%2A.status%2Citems.%2A.error.type%2Citems.%2A.error.reason%2Citems.%2A.error.caused_by.reason";

    readonly ByteBuffer _request = new(), _reply = new();

    /// <summary>One result a document, after <see cref="AnswerKind.Items"/>.</summary>
    public List<ItemResult> Results { get; } = [];

    /// <summary>Bytes that the last request's body had.</summary>
    public int Bytes { get; private set; }

    /// <summary>Sends some of the documents of a body.</summary>
    /// <param name="body">Must not change meanwhile.</param>
    /// <param name="items">Places in it, rising.</param>
    /// <param name="deadline">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    public async Task<BulkAnswer> SendAsync(BulkBody body, ReadOnlyMemory<int> items, CancellationToken deadline)
    {
        var compressed = gzip.IsOn;
        var bytes = Compose(body, items.Span, compressed);
        Bytes = bytes.Length;
        try
        {
            var head = await client.SendAsync(HttpMethod.Post, cluster.FiltersReplies ? "/_bulk" + Filter : "/_bulk", bytes, _reply, deadline, lines: true, gzip: compressed);
            if (compressed && gzip.IsRefusal(head.Status)) return await SendAsync(body, items, deadline);
            if (head.Status == HttpStatusCode.Unauthorized && await client.RenewCredentialAsync(deadline)) return await SendAsync(body, items, deadline);
            return Read(head, items.Length);
        }
        catch (NoAnswerException none)
        {
            return new(none.WasCut ? AnswerKind.Cut : AnswerKind.Later, none.Message);
        }
        catch (ClusterException secret)
        {
            return new(AnswerKind.Refused, secret.Message);
        }
    }

    BulkAnswer Read(ClusterReply head, int count)
    {
        if (!head.IsSuccess)
        {
            var (type, reason) = Refusals.ErrorOf(_reply.Written);
            var kind = head.Status switch
            {
                HttpStatusCode.RequestEntityTooLarge => AnswerKind.TooLarge,
                HttpStatusCode.BadRequest => AnswerKind.Spoilt,
                _ when Refusals.Passes(head.Status) || type == "cluster_block_exception" => AnswerKind.Later,
                _ => AnswerKind.Refused,
            };
            return new(kind, Refusals.Describe(client.Host, head, _reply.Written), new(type, reason), head.RetryAfter);
        }
        try
        {
            BulkReply.Read(_reply.Written, Results);
        }
        catch (InvalidDataException garbage)
        {
            return new(AnswerKind.Later, $"{client.Host} answers {(int)head.Status}, but {garbage.Message}");
        }
        // Nothing can be matched then; sending again is harmless, for documents have ids.
        return Results.Count == count ? new(AnswerKind.Items) : new(AnswerKind.Later, $"{client.Host} answers for {Results.Count} documents, {count} were sent");
    }

    /// <summary>The bytes to send: where they lie, if they lie together and go as they are.</summary>
    ReadOnlyMemory<byte> Compose(BulkBody body, ReadOnlySpan<int> places, bool compressed)
    {
        var items = body.Items;
        var (first, last) = (items[places[0]], items[places[^1]]);
        var together = places.Length == places[^1] - places[0] + 1;
        if (together && !compressed) return body.Bytes.WrittenMemory[first.Start..(last.Start + last.Length)];
        _request.Clear();
        using Stream target = compressed ? new GZipStream(new BufferStream(_request), CompressionLevel.Fastest) : new BufferStream(_request);
        if (together) target.Write(body.Bytes.Written[first.Start..(last.Start + last.Length)]);
        else foreach (var place in places) target.Write(body.Bytes.Written.Slice(items[place].Start, items[place].Length));
        target.Dispose();     // the end of the gzip
        return _request.WrittenMemory;
    }
}

/// <summary>Whether requests are compressed: until a server shows that it cannot read that.</summary>
/// <remarks>Old domains of AWS, and proxies before a cluster, answer 400, 403 (a signature over what they inflated), 406 or 415.
/// Only the first requests tell: a server that took one compressed request means something else by a refusal.</remarks>
sealed class GzipSwitch(bool on)
{
    volatile bool _isOn = on, _isProven;

    /// <summary>Whether to compress.</summary>
    public bool IsOn => _isOn;

    /// <summary>Notes the answer to a compressed request.</summary>
    /// <returns>Whether to send it again, plain.</returns>
    public bool IsRefusal(HttpStatusCode status)
    {
        if ((int)status is >= 200 and < 300) _isProven = true;
        if (_isProven || status is not (HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotAcceptable or HttpStatusCode.UnsupportedMediaType)) return false;
        _isOn = false;
        return true;
    }
}
