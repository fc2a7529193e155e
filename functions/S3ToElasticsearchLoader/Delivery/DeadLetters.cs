using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Keeps what was rejected of one source object in one invocation: gzip of JSON lines in S3, in memory only a part of a few megabytes.</summary>
/// <param name="s3">Writes them.</param>
/// <param name="bucket">Where to.</param>
/// <param name="prefix">Before each key, with a slash at its end.</param>
/// <param name="source">What was loaded.</param>
/// <param name="start">The offset that this invocation began at: with the source it makes the key, so that an invocation that is repeated
/// writes over what it had written.</param>
sealed class DeadLetters(IAmazonS3 s3, string bucket, string prefix, SourceObject source, long start) : IDisposable
{
    /// <summary>A part with so many compressed bytes is written, and the next one begun.</summary>
    const int PartBytes = 4 << 20;

    const int MaxKeyBytes = 1024;

    readonly SemaphoreSlim _gate = new(1);
    readonly ByteBuffer _line = new(), _part = new();
    readonly List<string> _keys = [];
    GZipStream? _gzip;
    Place? _firstUnsaved;

    /// <summary>Lines noted.</summary>
    public long Count { get; private set; }

    /// <summary>Objects that were written.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>The least offset of a line that is noted and not yet in S3; <c>null</c> where all are.</summary>
    public Place? FirstUnsaved => _firstUnsaved;

    /// <summary>Notes a document that the cluster will not take.</summary>
    public Task AddAsync(BulkBody body, ItemRejection rejection, CancellationToken cancellation) => AddAsync(DeadLetter.Of(source, body, rejection), cancellation);

    /// <summary>Notes a record that became no document.</summary>
    public Task AddAsync(RejectedRecord record, CancellationToken cancellation) => AddAsync(DeadLetter.Of(source, record), cancellation);

    /// <summary>Writes the part that is in memory.</summary>
    /// <exception cref="AmazonS3Exception">S3 refused; <see cref="FirstUnsaved"/> stays.</exception>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_gzip is not null) await PutAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    async Task AddAsync(DeadLetter letter, CancellationToken cancellation)
    {
        // Not with the token: noting takes no time, and what is rejected is known now.
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            _line.Clear();
            letter.WriteTo(_line);
            _gzip ??= new GZipStream(new BufferStream(_part), CompressionLevel.Fastest, leaveOpen: true);
            _gzip.Write(_line.Written);
            Count++;
            if (_firstUnsaved is not { } first || letter.Offset < first.Offset) _firstUnsaved = new(letter.Offset, letter.Line);
            if (_part.Length >= PartBytes) await PutAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    async Task PutAsync(CancellationToken cancellation)
    {
        await _gzip!.DisposeAsync();
        var key = Key(_keys.Count);
        using var content = new MemoryStream(_part.Array, 0, _part.Length, writable: false);
        await s3.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, InputStream = content, ContentType = "application/x-ndjson", AutoCloseStream = false }, cancellation);
        _keys.Add(key);
        _part.Clear();
        _gzip = null;
        _firstUnsaved = null;
    }

    /// <summary><c>failed/BUCKET/KEY/VERSION/OFFSET-PART.jsonl.gz</c>; a key that would be too long has a hash in the place of KEY.</summary>
    /// <param name="part">0 for the first.</param>
    public string Key(int part)
    {
        var version = source.VersionId is { Length: > 0 } id ? id : source.ETag;
        var end = string.Create(CultureInfo.InvariantCulture, $"/{version}/{start:D15}-{part:D4}.jsonl.gz");
        var key = $"{prefix}{source.Bucket}/{source.Key}{end}";
        if (Encoding.UTF8.GetByteCount(key) <= MaxKeyBytes) return key;
        return $"{prefix}{source.Bucket}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Key)))}{end}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gzip?.Dispose();
        _gate.Dispose();
    }
}
