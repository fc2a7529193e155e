namespace Sluice.Local;

/// <summary>One function at work in the demo's stack.</summary>
/// <param name="Title">What moves from where to where.</param>
/// <param name="PlayAsync">Puts in, lets it run, reads back, shows. Returns what does not balance: nothing if all is well.</param>
sealed record DemoScene(string Title, Func<DemoStack, DemoProgress, CancellationToken, Task<IReadOnlyList<string>>> PlayAsync)
{
    /// <summary>All scenes, in the order in which they are played. Another function is another line here.</summary>
    public static IReadOnlyList<DemoScene> All { get; } =
    [
        FlowLogScene.Scene,
        SplunkScene.Scene,
        WafLogScene.Scene,
        SalesScene.Scene,
        LoadScene.Scene,
        FormScene.Scene,
        FindingScene.Scene,
    ];
}
