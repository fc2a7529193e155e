namespace Amazon.Lambda.Core;

/// <summary>The client context header, already decoded by the service.</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IClientApplication Client { get; }

    IDictionary<string, string> Custom { get; }
}
