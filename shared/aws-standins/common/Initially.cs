using System.Collections.Generic;

namespace Amazon.StandIns;

/// <summary>A collection nobody has set: null, as SDK v4 has it, unless AWSConfigs asks for the ways of v3.</summary>
static class Initially
{
    internal static List<T> List<T>() => AWSConfigs.InitializeCollections ? [] : null;

    internal static Dictionary<string, T> Map<T>() => AWSConfigs.InitializeCollections ? [] : null;
}
