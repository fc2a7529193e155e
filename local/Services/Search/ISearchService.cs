namespace Sluice.Local;

/// <summary>What documents are loaded into and found in.</summary>
interface ISearchService : IAsyncDisposable
{
    Uri Address { get; }

    /// <summary>For people.</summary>
    string Name { get; }
}
