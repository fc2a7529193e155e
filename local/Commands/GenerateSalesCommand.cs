using System.CommandLine;

namespace Sluice.Local;

/// <summary><c>./sluice generate-sales</c>: the article's sample data as SQL.</summary>
static class GenerateSalesCommand
{
    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "How many", DefaultValueFactory = _ => 100 };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same rows", DefaultValueFactory = _ => 1 };
        var perStatement = new Option<int>("--rows-per-statement") { Description = "Rows of one INSERT", DefaultValueFactory = _ => 100 };
        foreach (var option in (Option<int>[])[rows, perStatement])
        {
            option.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1) result.AddError($"{option.Name} is at least 1.");
            });
        }
        var command = new Command("generate-sales", """
            Write INSERT statements for the table Sales (functions/AuroraCdcForwarder/sql/sales.sql), with days of 2016 that there are.
            Into a server: ./sluice generate-sales --rows 1000 | mysql -h HOST -u USER -p DATABASE
            """) { rows, seed, perStatement };
        command.SetAction(parsed =>
        {
            // A DST-free zone: an hour of March is missing in others, and MySQL refuses it.
            Console.Out.WriteLine("SET time_zone = '+00:00';");
            foreach (var statement in SalesRows.Statements(SalesRows.Make(parsed.GetValue(rows), parsed.GetValue(seed)), parsed.GetValue(perStatement)))
                Console.Out.WriteLine(statement);
            return ExitCode.Success;
        });
        return command;
    }
}
