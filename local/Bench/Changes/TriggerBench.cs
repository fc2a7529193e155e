using System.Globalization;
using Spectre.Console;

namespace Sluice.Local;

/// <summary>What capture adds to an INSERT: the same rows into the same table with and without triggers, by turns, timed by the server itself.</summary>
static class TriggerBench
{
    const int Rows = 1000;

    const string Table = """
        CREATE TABLE Sales (SalesID INT AUTO_INCREMENT PRIMARY KEY, ItemID INT, Category VARCHAR(255), Price DECIMAL(10,2), Quantity INT, OrderDate TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
        DELIMITER $$
        CREATE PROCEDURE fill(n INT) BEGIN DECLARE i INT DEFAULT 0; WHILE i < n DO INSERT INTO Sales (ItemID, Category, Price, Quantity) VALUES (i, 'Books', 12.50, 3); SET i = i + 1; END WHILE; END $$
        DELIMITER ;
        """;

    /// <summary>The setting of each, and the database whose table it fills; the first is what the others are compared with.</summary>
    static readonly (string Name, string Database, string Setting)[] s_subjects =
    [
        ("no trigger", "bare", "enabled = 1"),
        ("capture switched off", "captured", "enabled = 0"),
        ("outbox", "captured", "enabled = 1, mode = 'outbox'"),
        ("direct, lambda_async played by a table", "captured", "enabled = 1, mode = 'direct'"),
    ];

    public static async Task RunAsync(int rounds, TimeProvider time, IAnsiConsole console, Action<string> say, CancellationToken cancellation)
    {
        // Says in one line where there is none.
        if (await MariaDbFiles.FindAsync(say, cancellation) is not { } files) return;
        say($"{rounds} rounds of {Rows} INSERTs into MariaDB...");
        await using var server = await MariaDbServer.StartAsync(files, time, cancellation);
        await server.InstallCaptureAsync("outbox", cancellation);
        foreach (var database in s_subjects.Select(subject => subject.Database).Distinct()) await server.RunAsync($"CREATE DATABASE {database} CHARACTER SET utf8mb4; USE {database};\n{Table}", cancellation);
        await server.EnableAsync("captured", "Sales", cancellation);

        var took = s_subjects.ToDictionary(subject => subject.Name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, database, setting) in s_subjects)
            {
                var measured = await server.RunAsync(string.Create(CultureInfo.InvariantCulture,
                    $"UPDATE sluice_cdc.settings SET {setting}; USE {database}; BEGIN; CALL fill(100); SET @from = SYSDATE(6); CALL fill({Rows}); SELECT TIMESTAMPDIFF(MICROSECOND, @from, SYSDATE(6)); COMMIT;"), cancellation);
                took[name].Add(double.Parse(measured, CultureInfo.InvariantCulture) / Rows);
            }
        }
        var table = new Table().Border(TableBorder.Rounded).AddColumn("An INSERT of one row, MariaDB").AddColumn(new TableColumn("Microseconds").RightAligned()).AddColumn(new TableColumn("Ratio").RightAligned());
        var bare = took[s_subjects[0].Name];
        foreach (var (name, _, _) in s_subjects)
            table.AddRow(name, Rates.Text(took[name]), Rates.Ratio(took[name], bare).ToString("F1", CultureInfo.InvariantCulture));
        console.Write(table);
    }
}
