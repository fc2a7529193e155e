using System.CommandLine;

namespace Sluice.Local;

/// <summary><c>./sluice generate-sales</c>: the article's sample data as SQL, or into a server.</summary>
static class GenerateSalesCommand
{
    /// <summary>Holds the password: arguments can be read by everyone on the machine.</summary>
    const string PasswordVariable = "SLUICE_DATABASE_PASSWORD";

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
        var host = new Option<string>("--host") { Description = "A server to load, in one transaction; without it the SQL is printed" };
        var port = new Option<int>("--port") { Description = "Its port", DefaultValueFactory = _ => 3306 };
        var user = new Option<string>("--user") { Description = "Its user", DefaultValueFactory = _ => "root" };
        var database = new Option<string>("--database") { Description = "The database with the table Sales" };
        var passwordFile = new Option<string>("--password-file") { Description = $"A file whose first line is the password; without it {PasswordVariable} is" };
        var caFile = new Option<string>("--ca-file") { Description = "PEM of the authorities of the server's certificate; the system's without it" };
        var noTls = new Option<bool>("--no-tls") { Description = "For a server without TLS" };
        var command = new Command("generate-sales", $"""
            Write INSERT statements for the table Sales (functions/AuroraCdcForwarder/sql/sales.sql), with days of 2016 that there are.
            Into a server: {PasswordVariable}=... ./sluice generate-sales --rows 1000 --host HOST --user USER --database DATABASE
            or: ./sluice generate-sales --rows 1000 | mysql -h HOST -u USER -p DATABASE
            """) { rows, seed, perStatement, host, port, user, database, passwordFile, caFile, noTls };
        command.SetAction(async (parsed, cancellation) =>
        {
            // A zone without summer time: an hour of March is missing in others, and MySQL refuses it.
            IEnumerable<string> statements = ["SET time_zone = '+00:00';", .. SalesRows.Statements(SalesRows.Make(parsed.GetValue(rows), parsed.GetValue(seed)), parsed.GetValue(perStatement))];
            if (parsed.GetValue(host) is not { } server)
            {
                foreach (var statement in statements) Console.Out.WriteLine(statement);
                return ExitCode.Success;
            }
            var target = new SalesServer(server, parsed.GetValue(port), parsed.GetValue(user)!, Password(parsed.GetValue(passwordFile)),
                parsed.GetValue(database) ?? throw new UserError("--host needs --database: the one that has the table Sales."), !parsed.GetValue(noTls), parsed.GetValue(caFile) ?? "");
            await SalesLoad.RunAsync(target, statements, cancellation);
            Console.Error.WriteLine($"sluice: {parsed.GetValue(rows)} rows are in {target.Database}.Sales of {target.Host}:{target.Port}.");
            return ExitCode.Success;
        });
        return command;
    }

    static string Password(string? file)
    {
        if (file is null) return Environment.GetEnvironmentVariable(PasswordVariable) ?? throw new UserError($"--host needs the password: in {PasswordVariable}, or in a file with --password-file.");
        try
        {
            return File.ReadLines(file).FirstOrDefault() ?? "";
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"the password file cannot be read: {unreadable.Message}");
        }
    }
}
