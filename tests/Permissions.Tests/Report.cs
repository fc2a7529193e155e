using System.Globalization;
using System.Text;
using Sluice.Tests;

namespace Permissions.Tests;

/// <summary>artifacts/permissions.md: what each role allows, and which call is why.</summary>
static class Report
{
    static readonly Lock s_gate = new();
    static readonly Dictionary<string, string> s_parts = [];
    static readonly SortedDictionary<string, SortedDictionary<string, int>> s_denied = new(StringComparer.Ordinal);

    public static void Write(IReadOnlyList<(Stack Stack, Need Need)> allowed)
    {
        var text = new StringBuilder("| Function | Action | On | Why |\n|---|---|---|---|\n");
        foreach (var line in allowed.Select(one => $"| {one.Need.Function} | `{one.Need.Action}` | {one.Need.On.Name}{(one.Need.Scope.Length > 0 ? "/" + one.Need.Scope : "")} | {one.Need.Why} |").Distinct().Order(StringComparer.Ordinal))
            text.Append(line).Append('\n');
        Put("2 allowed", $"## What each function needs, and is allowed\n\n{text}");
        var counts = allowed.GroupBy(one => one.Need.Function).Select(function => string.Create(CultureInfo.InvariantCulture,
            $"| {function.Key} | {Recordings.Of(FunctionTable.Functions.Single(one => one.Name == function.Key)).Count()} | {function.Count()} | {function.Select(one => one.Need.Action).Distinct().Count()} |\n"));
        Put("1 counts", $"## Counts\n\n| Function | Calls recorded | Questions allowed | Actions |\n|---|---|---|---|\n{string.Concat(counts)}");
    }

    /// <summary>How many questions were refused, by function.</summary>
    public static void Denied(string what, IEnumerable<(string Function, int Count)> counts)
    {
        lock (s_gate)
        {
            foreach (var (function, count) in counts)
            {
                if (!s_denied.TryGetValue(function, out var row)) s_denied[function] = row = new(StringComparer.Ordinal);
                row[what] = row.GetValueOrDefault(what) + count;
            }
        }
        var rows = s_denied.SelectMany(function => function.Value.Select(one => string.Create(CultureInfo.InvariantCulture, $"| {function.Key} | {one.Key} | {one.Value} |\n")));
        Put("3 denied", $"## What is refused\n\n| Function | Every action | Questions refused |\n|---|---|---|\n{string.Concat(rows)}");
    }

    static void Put(string part, string text)
    {
        lock (s_gate)
        {
            s_parts[part] = text;
            Directory.CreateDirectory(Repo.File("artifacts"));
            File.WriteAllText(Repo.File("artifacts", "permissions.md"), "# Permissions\n\n" + string.Join('\n', s_parts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value)));
        }
    }
}
