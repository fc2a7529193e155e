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
    public static Task ParseAsync(string dialect, string query) => TranslateAsync(dialect, query);

    /// <summary>Runs a query over a table of JSON lines.</summary>
    /// <param name="dialect">Of both, <c>athena</c>.</param>
    /// <param name="table">The statement that makes the table.</param>
    /// <param name="query">The statement that is run.</param>
    /// <param name="folder">Objects as files, by key.</param>
    /// <returns>Rows; values as text, null where there is none.</returns>
    public static async Task<IReadOnlyList<string?[]>> RunJsonAsync(string dialect, string table, string query, string folder) =>
        Assert.Single(await RunScriptAsync(dialect, $"{table.TrimEnd().TrimEnd(';')};\n{query}", folder));

    /// <summary>Runs a script: external tables over a folder's objects, views and tables made of them, and queries.</summary>
    /// <param name="dialect"><c>athena</c> or <c>redshift</c>.</param>
    /// <param name="script">Statements; external tables may be of JSON lines or of CSV.</param>
    /// <param name="folder">Objects as files, by key.</param>
    /// <returns>The rows of each query, in order; values as text, null where there is none.</returns>
    public static async Task<IReadOnlyList<IReadOnlyList<string?[]>>> RunScriptAsync(string dialect, string script, string folder)
    {
        var translated = await TranslateAsync(dialect, script);
        var answers = await RunAsync("node", [Repo.File("tests", "Sql", "run.mjs"), folder], translated, throws: true);
        return [.. JsonNode.Parse(answers!)!.AsArray().Select(rows => (IReadOnlyList<string?[]>)[.. rows!.AsArray().Select(row => row!.AsArray().Select(value => (string?)value).ToArray())])];
    }

    static async Task<string> TranslateAsync(string dialect, string script)
    {
        var asked = new JsonObject { ["dialect"] = dialect, ["script"] = script };
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
