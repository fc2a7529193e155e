using System.CommandLine;

namespace Sluice.Local;

/// <summary><c>./sluice test</c>: the whole suite, with what it needs installed first.</summary>
static class TestCommand
{
    public static Command Create()
    {
        var filter = new Argument<string?>("filter") { Arity = ArgumentArity.ZeroOrOne, Description = "Part of the name of a test project, or of a test" };
        var command = new Command("test", "Run the tests. The last line counts them; exit code 1 if one fails.") { filter };
        command.SetAction(async (parsed, cancellation) =>
        {
            var environment = await SetUpAsync(cancellation);
            var passed = await new TestRun(Console.Out.WriteLine, TimeProvider.System).RunAsync(parsed.GetValue(filter), environment, cancellation);
            return passed ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    /// <summary>Tests find the tools by these variables; those whose tool is missing are skipped with a reason.</summary>
    static async Task<Dictionary<string, string>> SetUpAsync(CancellationToken cancellation)
    {
        var environment = new Dictionary<string, string>();
        if (await Tools.NodeModulesAsync(Console.Out.WriteLine, cancellation) is { } modules) environment["SLUICE_NODE_MODULES"] = modules;
        try
        {
            environment["SLUICE_PYTHON"] = await Tools.PythonAsync(Console.Out.WriteLine, cancellation);
        }
        catch (UserError error)
        {
            Console.Out.WriteLine(error.Message);
        }
        return environment;
    }
}
