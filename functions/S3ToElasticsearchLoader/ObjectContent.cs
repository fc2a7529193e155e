using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.S3ToElasticsearchLoader;

/// <summary>One version of an object as a stream that is read forward once. A connection that breaks is opened again where it broke, with the
/// version's ETag as a condition, so that what is read is one object and never parts of two.</summary>
sealed class ObjectContent : Stream
{
    readonly IAmazonS3 _s3;
    readonly CreatedObject _asked;
    readonly Func<Backoff> _newBackoff;
    readonly string? _owner;
    GetObjectResponse _answer;
    Backoff? _backoff;
    long _position;

    ObjectContent(IAmazonS3 s3, CreatedObject asked, string? owner, GetObjectResponse answer, Func<Backoff> newBackoff)
    {
        (_s3, _asked, _owner, _answer, _newBackoff) = (s3, asked, owner, answer, newBackoff);
        Source = new(asked.Bucket, asked.Key, asked.VersionId.Length > 0 ? asked.VersionId : answer.VersionId is { } version and not "null" ? version : "",
            answer.ETag.Trim('"'), answer.ContentLength, answer.LastModified ?? asked.Time?.UtcDateTime ?? default);
    }

    /// <summary>What is read.</summary>
    public SourceObject Source { get; }

    /// <summary>Times that the connection had to be opened again.</summary>
    public int Reopened { get; private set; }

    /// <summary>Opens an object.</summary>
    /// <param name="s3">Reads it.</param>
    /// <param name="asked">The version where it names one; else what is there now.</param>
    /// <param name="owner">The account that must own the bucket; <c>null</c> asks for none.</param>
    /// <param name="budget">For connections that break.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<ObjectContent> OpenAsync(IAmazonS3 s3, CreatedObject asked, string? owner, RetryBudget budget, TimeProvider time, CancellationToken cancellation)
    {
        var backoff = new Backoff(budget, time);
        while (true)
        {
            try
            {
                var answer = await s3.GetObjectAsync(RequestOf(asked, owner), cancellation);
                return new(s3, asked, owner, answer, () => new Backoff(budget, time));
            }
            catch (Exception failure) when (AwsErrors.IsTransient(failure))
            {
                if (!await backoff.WaitAsync(null, cancellation)) throw;
            }
        }
    }

    static GetObjectRequest RequestOf(CreatedObject asked, string? owner) => new()
    {
        BucketName = asked.Bucket,
        Key = asked.Key,
        VersionId = asked.VersionId.Length > 0 ? asked.VersionId : null,
        ExpectedBucketOwner = owner,
    };

    /// <inheritdoc/>
    /// <exception cref="IOException">The connection broke, and could not be opened again within the budget.</exception>
    /// <exception cref="SourceChangedException">The object was replaced while it was read.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Exception broken;
            try
            {
                var read = await _answer.ResponseStream.ReadAsync(buffer, cancellationToken);
                if (read > 0 || _position == Source.Size || buffer.IsEmpty)
                {
                    _position += read;
                    if (read > 0) _backoff?.Progress();
                    return read;
                }
                broken = new IOException($"the connection ended at byte {_position} of {Source.Size}");
            }
            catch (Exception failure) when (failure is IOException or HttpRequestException or Amazon.Runtime.AmazonClientException)
            {
                broken = failure;
            }
            await ReopenAsync(broken, cancellationToken);
        }
    }

    async Task ReopenAsync(Exception broken, CancellationToken cancellation)
    {
        _answer.Dispose();
        _backoff ??= _newBackoff();
        while (true)
        {
            if (!await _backoff.WaitAsync(null, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                throw new IOException($"reading breaks off at byte {_position} of {Source.Size}: {broken.Message}", broken);
            }
            try
            {
                var request = RequestOf(_asked, _owner);
                request.EtagToMatch = Source.ETag;
                request.ByteRange = new ByteRange(_position, Source.Size - 1);
                _answer = await _s3.GetObjectAsync(request, cancellation);
                Reopened++;
                return;
            }
            catch (AmazonS3Exception changed) when (changed.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound)
            {
                throw new SourceChangedException($"it was replaced or deleted while it was read, at byte {_position} of {Source.Size}", changed);
            }
            catch (Exception failure) when (AwsErrors.IsTransient(failure))
            {
                broken = failure;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _answer.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it with ReadAsync: it waits for the network.");

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => Source.Size;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>The object is not what it was when its loading began.</summary>
sealed class SourceChangedException(string message, Exception? cause = null) : Exception(message, cause);
