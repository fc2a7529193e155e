using System.Runtime.CompilerServices;
using Sluice.Tests;

namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>Requests to a cluster are AWS calls too where the cluster is a domain or a collection: they are signed past the SDK, so the server
/// that plays the cluster writes them down. The tests' clusters want no signature; which requests are sent does not depend on it.</summary>
static class ClusterCalls
{
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install() => LoopbackServer.Heard = asked => CallRecorder.NoteHttp("es", asked.Method, asked.Path);
}
