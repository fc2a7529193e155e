using Spectre.Console;

namespace Sluice.Local.Tests;

public class DemoProgressTests
{
    readonly StringWriter _output = new();

    DemoProgress Progress() => new(AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.No,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(_output),
    }), new ManualTime());

    [Fact]
    public async Task Without_a_terminal_a_step_is_a_line_before_and_a_line_after()
    {
        await Progress().StepAsync("working", say =>
        {
            say("still [working]");
            return Task.FromResult((7, "done [it]"));
        });

        Assert.Equal(["     working...", "     still [working]", "  ok done [it] (0 ms)", ""], _output.ToString().Split('\n'));
    }

    [Fact]
    public async Task A_step_that_fails_says_which()
    {
        await Assert.ThrowsAsync<IOException>(() => Progress().StepAsync<int>("working", _ => throw new IOException()));

        Assert.Contains("fail working", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KB")]
    [InlineData(1572864, "1.5 MB")]
    public void Bytes_are_readable(long bytes, string text) => Assert.Equal(text, DemoProgress.Bytes(bytes));
}
