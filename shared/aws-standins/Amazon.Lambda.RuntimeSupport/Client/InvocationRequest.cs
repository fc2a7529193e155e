using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One event and what is known about it.</summary>
public class InvocationRequest : IDisposable
{
    // The official one cannot be made by a caller either.
    internal InvocationRequest()
    {
    }

    internal Action Released { get; init; }

    /// <summary>
    /// The event's bytes: a <see cref="MemoryStream"/> whose buffer <see cref="MemoryStream.TryGetBuffer"/> gives away without a copy.
    /// The buffer is used again for the next event, so nothing of it may be kept.
    /// </summary>
    public Stream InputStream { get; internal set; }

    public ILambdaContext LambdaContext { get; internal set; }

    public void Dispose()
    {
        InputStream?.Dispose();
        Released?.Invoke();
    }
}
