using System.CommandLine;
using Sluice.Local;

var root = new RootCommand("""
    Runs Sluice's functions on this machine, without Docker and without AWS.

    Exit codes: 0 success, 1 the function, a build or a test failed, 2 a mistake in the command, template.yaml or the event.
    """)
{
    InvokeCommand.Create(),
    GenerateEventCommand.Create(),
    GenerateSalesCommand.Create(),
    BuildCommand.Create(),
    ReplayCommand.Create(),
    TestCommand.Create(),
    BenchCommand.Create(),
    DemoCommand.Create(),
    UpCommand.Create(),
    RehearseCommand.Create(),
    FleCommand.Create(),
    RouteCommand.Create(),
    PictureCommand.Create(),
    GuardDutyCommand.Create(),
};
root.SetAction(_ => root.Parse("--help").Invoke());

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync("sluice: " + error.Message);
    await Console.Error.WriteLineAsync("Try ./sluice --help.");
    return ExitCode.Usage;
}
try
{
    // Long enough for a command to stop what it started.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });
}
catch (UserError error)
{
    await Console.Error.WriteLineAsync("sluice: " + error.Message);
    return error.ExitCode;
}
catch (TemplateException error)
{
    await Console.Error.WriteLineAsync("sluice: " + error.Message);
    return ExitCode.Usage;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
