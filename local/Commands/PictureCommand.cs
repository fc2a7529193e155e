using System.CommandLine;

namespace Sluice.Local;

/// <summary><c>./sluice picture</c>: docs/architecture.svg as the template has it now.</summary>
static class PictureCommand
{
    public const string File = "docs/architecture.svg";

    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = "Where to write it", DefaultValueFactory = _ => Path.Combine(Repository.Root, File) };
        var command = new Command("picture", "Draw what moves from where to where, as template.yaml with every part on has it: docs/architecture.svg.") { output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (path, rows) = (parsed.GetValue(output)!, PictureSource.Rows(Repository.Root));
            try
            {
                await System.IO.File.WriteAllTextAsync(path, Drawing.Of(rows), cancellation);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new UserError($"--output {path}: {failure.Message}");
            }
            await Console.Out.WriteLineAsync($"{Repository.Shown(path)}: {rows.Count} functions.");
            return ExitCode.Success;
        });
        return command;
    }
}
