using System.CommandLine;

namespace Sluice.Local;

/// <summary><c>./sluice invoke</c>: one function, one event, no Docker.</summary>
static class InvokeCommand
{
    public static Command Create()
    {
        var function = new Argument<string>("function") { Description = "Logical id in template.yaml" };
        var @event = new Option<string>("--event", "-e") { Description = "File with the event, - for stdin", Required = true };
        var runtime = new Option<string>("--runtime") { Description = "aot and r2r run the package, jit a plain build", DefaultValueFactory = _ => "jit" }.AcceptOnlyFromAmong("aot", "jit", "r2r");
        var variables = new Option<string[]>("--env") { Description = "NAME=VALUE ...: before those of the template", AllowMultipleArgumentsPerToken = true };
        var template = new TemplateOptions();
        var command = new Command("invoke", """
            Run a function on an event: the response on stdout, its log and a REPORT line on stderr.
            AWS_ENDPOINT_URL and credentials of your shell are handed on to the function.
            Exit code: 0 it answered, 1 it failed (the error is on stdout), 2 the command, template.yaml or the event is wrong.
            """) { function, @event, runtime, variables };
        template.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var spec = Deployment.Resolve(Repository.Root, template.Context(parsed)).Function(parsed.GetRequiredValue(function));
            var own = EnvironmentVariables.Parse(parsed.GetValue(variables) ?? []);
            var payload = await EventFile.ReadAsync(parsed.GetRequiredValue(@event), Console.OpenStandardInput, cancellation);
            var kind = Enum.Parse<Packaging>(parsed.GetRequiredValue(runtime), ignoreCase: true);
            return await Invocation.RunAsync(spec, own, payload, kind, cancellation);
        });
        return command;
    }
}
