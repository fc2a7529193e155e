using System.Buffers;
using System.Net;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>A request body taken straight from a handler's stream, with its length told in advance.</summary>
sealed class StreamBody(Stream stream, long length) : HttpContent
{
    const int ChunkBytes = 64 << 10;

    /// <summary>What the handler's stream threw while it was sent: the handler's fault, not the connection's.</summary>
    public Exception ReadFailure { get; private set; }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream wire, TransportContext context) => SerializeToStreamAsync(wire, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream wire, TransportContext context, CancellationToken cancellationToken)
    {
        if (stream is MemoryStream memory && memory.TryGetBuffer(out var bytes))
        {
            await wire.WriteAsync(bytes.AsMemory((int)memory.Position, (int)length), cancellationToken);
            return;
        }

        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (var left = length; left > 0;)
            {
                var read = await ReadAsync(chunk.AsMemory(0, (int)Math.Min(left, chunk.Length)), cancellationToken);
                await wire.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    async ValueTask<int> ReadAsync(Memory<byte> chunk, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(chunk, cancellationToken) is var read and > 0 ? read
                : throw new EndOfStreamException("The answer's stream is shorter than it said.");
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            ReadFailure = failure;
            throw;
        }
    }
}
