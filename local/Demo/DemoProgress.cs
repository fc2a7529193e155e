using System.Globalization;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>Says what is being done while it is done: a spinner on a terminal, plain lines elsewhere.</summary>
sealed class DemoProgress(IAnsiConsole console, TimeProvider time)
{
    public IAnsiConsole Console => console;

    public static DemoProgress ToStandardOutput(TimeProvider time)
    {
        if (!System.Console.IsOutputRedirected) return new(AnsiConsole.Console, time);
        var plain = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        // A file or a pipe has no width; nothing in it should be wrapped.
        plain.Profile.Width = 240;
        return new(plain, time);
    }

    /// <summary>Runs one step.</summary>
    /// <param name="doing">What is being done: "starting moto".</param>
    /// <param name="run">Gets a way to say more while it works; returns its result and what was done.</param>
    public async Task<(T Result, TimeSpan Took)> StepAsync<T>(string doing, Func<Action<string>, Task<(T Result, string Done)>> run)
    {
        var from = time.GetTimestamp();
        (T Result, string Done) outcome;
        try
        {
            if (console.Profile.Capabilities.Interactive)
            {
                outcome = await console.Status().StartAsync(Markup.Escape(doing + "..."), context => run(more => context.Status = Markup.Escape(more)));
            }
            else
            {
                console.WriteLine($"     {doing}...");
                outcome = await run(more => console.WriteLine($"     {more}"));
            }
        }
        catch (Exception error)
        {
            console.MarkupLineInterpolated(error is OperationCanceledException ? (FormattableString)$"[yellow]stop[/] {doing}" : $"[red]fail[/] {doing}");
            throw;
        }
        var took = time.GetElapsedTime(from);
        console.MarkupLineInterpolated($"[green]  ok[/] {outcome.Done} [grey]({Seconds(took)})[/]");
        return (outcome.Result, took);
    }

    public static string Seconds(TimeSpan time) => time.TotalSeconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s");

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MB"),
    };

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
