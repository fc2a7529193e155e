using System.CommandLine;
using System.Globalization;

namespace Sluice.Local;

/// <summary><c>./sluice build</c>: packages under artifacts/lambda, each with a zip beside it.</summary>
static class BuildCommand
{
    public static Command Create()
    {
        var aot = new Option<bool>("--aot") { Description = "Native AOT, for provided.al2023 (the default)" };
        var r2r = new Option<bool>("--r2r") { Description = "Self-contained ReadyToRun, for provided.al2023" };
        var jit = new Option<bool>("--jit") { Description = "Framework-dependent, for the managed runtime dotnet10" };
        var functions = new Argument<string[]>("function") { Arity = ArgumentArity.ZeroOrMore, Description = "Functions to build; all if none is named" };
        var command = new Command("build", "Package functions: artifacts/lambda/<aot|r2r|jit>/<Function>/bootstrap, and a reproducible zip beside it.") { aot, r2r, jit, functions };
        command.SetAction(async (parsed, cancellation) =>
        {
            List<Packaging> kinds = [];
            if (parsed.GetValue(r2r)) kinds.Add(Packaging.R2r);
            if (parsed.GetValue(jit)) kinds.Add(Packaging.Jit);
            if (parsed.GetValue(aot) || kinds.Count == 0) kinds.Insert(0, Packaging.Aot);
            var names = parsed.GetValue(functions)!;
            var projects = names.Length == 0 ? FunctionProject.All() : [.. names.Distinct().Select(FunctionProject.Named)];
            return await RunAsync(projects, kinds, cancellation);
        });
        return command;
    }

    static async Task<int> RunAsync(IReadOnlyList<FunctionProject> projects, List<Packaging> kinds, CancellationToken cancellation)
    {
        var (time, failures) = (TimeProvider.System, 0);
        var builder = new FunctionBuilder(Console.Out.WriteLine, time);
        foreach (var (kind, project) in kinds.SelectMany(kind => projects.Select(project => (kind, project))))
        {
            var from = time.GetTimestamp();
            try
            {
                var package = await builder.PackageAsync(project, kind, force: true, cancellation);
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{Repository.Shown(package.Zip)}  {Megabytes(package.Zip):F1} MB, bootstrap {Megabytes(package.Bootstrap):F1} MB, {time.GetElapsedTime(from).TotalSeconds:F0} s"));
            }
            catch (UserError error)
            {
                // The others are built all the same.
                await Console.Error.WriteLineAsync("sluice: " + error.Message);
                failures++;
            }
        }
        return failures == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    static double Megabytes(string file) => new FileInfo(file).Length / 1048576.0;
}
