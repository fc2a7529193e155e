using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Sluice.Tests;

/// <summary>Parses documented SQL in its dialect (sqlglot) and runs it over files that a function wrote (DuckDB).</summary>
static class DocumentedSql
{
    static string SqlGlot => Environment.GetEnvironmentVariable("SLUICE_SQL") is { Length: > 0 } set ? set : Path.GetFullPath(Path.Combine(Repo.Root, "../shared/sql/wheels"));

    static string NodeModules => Environment.GetEnvironmentVariable("SLUICE_NODE_MODULES") is { Length: > 0 } set ? set : Repo.File(".sluice", "node", "node_modules");

    /// <summary>First line of every test that needs it.</summary>
    public static async Task SkipIfAbsentAsync()
    {
        var python = await RunAsync("python3", ["-c", "import sqlglot"], "", throws: false);
        Skip.If(python is null, "sqlglot is missing: pip install sqlglot, or set SLUICE_SQL to a folder with its wheel.");
        var node = await RunAsync("node", ["-e", "require(process.env.SLUICE_NODE_MODULES + '/@duckdb/node-api')"], "", throws: false);
        Skip.If(node is null, "DuckDB is missing: './sluice test' installs it where Node and npm are.");
    }

    /// <summary>Parses a statement and no more.</summary>
    public static Task ParseAsync(string dialect, string query) => TranslateAsync(dialect, null, query);

    /// <summary>Runs a query over a table of JSON lines.</summary>
    /// <param name="dialect">Of both, <c>athena</c>.</param>
    /// <param name="table">The statement that makes the table.</param>
    /// <param name="query">The statement that is run.</param>
    /// <param name="folder">Objects as files, by key.</param>
    /// <returns>Rows; values as text, null where there is none.</returns>
    public static async Task<IReadOnlyList<string?[]>> RunJsonAsync(string dialect, string table, string query, string folder)
    {
        var translated = await TranslateAsync(dialect, table, query);
        var rows = await RunAsync("node", [Repo.File("tests", "Sql", "json-table.mjs"), folder], translated, throws: true);
        return [.. JsonNode.Parse(rows!)!.AsArray().Select(row => row!.AsArray().Select(value => (string?)value).ToArray())];
    }

    static async Task<string> TranslateAsync(string dialect, string? table, string query)
    {
        var asked = new JsonObject { ["dialect"] = dialect, ["table"] = table, ["query"] = query };
        return (await RunAsync("python3", [Repo.File("tests", "Sql", "parse.py")], asked.ToJsonString(), throws: true))!;
    }

    static async Task<string?> RunAsync(string program, string[] arguments, string input, bool throws)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Directory.Exists(SqlGlot)) start.Environment["PYTHONPATH"] = string.Join(':', Directory.GetFiles(SqlGlot, "sqlglot-*.whl"));
        start.Environment["SLUICE_NODE_MODULES"] = NodeModules;
        try
        {
            using var process = Process.Start(start)!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            if (process.ExitCode == 0) return await output;
            if (throws) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await error}");
        }
        catch (System.ComponentModel.Win32Exception) when (!throws)
        {
            // No such program: the same as one that cannot do it.
        }
        return null;
    }
}
