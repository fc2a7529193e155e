using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.GuardDutyFindingRouter;

namespace Sluice.Local;

/// <summary>What rules do with findings, for programs.</summary>
static class RouteJson
{
    static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Rules with mistakes.</summary>
    public static string Of(RuleFile file, RulesException wrong) => new JsonObject { ["rules"] = file.Name, ["mistakes"] = Notes(wrong.Mistakes) }.ToJsonString(s_options);

    /// <summary>Rules, and what they do with findings.</summary>
    public static string Of(RuleFile file, CheckedRules read, IReadOnlyList<(Finding Finding, RouteExplanation Explained)>? findings)
    {
        var json = new JsonObject
        {
            ["rules"] = file.Name,
            ["bytes"] = file.Document.Length,
            ["routes"] = read.Rules.Routes.Count,
            ["suppressions"] = read.Rules.Suppressions.Count,
            ["destinations"] = read.Rules.Destinations.Count,
            ["mistakes"] = new JsonArray(),
            ["warnings"] = Notes(read.Warnings),
        };
        if (findings is not null) json["findings"] = new JsonArray([.. findings.Select(one => One(one.Finding, one.Explained))]);
        return json.ToJsonString(s_options);
    }

    static JsonObject One(Finding finding, RouteExplanation explained) => new()
    {
        ["id"] = finding.Id,
        ["type"] = finding.Type,
        ["title"] = finding.Title,
        ["severity"] = finding.Severity,
        ["accountId"] = finding.AccountId,
        ["accountName"] = explained.Account.Name,
        ["region"] = finding.Region,
        ["destinations"] = new JsonArray([.. explained.Decision.Destinations.Select(one => JsonValue.Create(one.Name))]),
        ["default"] = explained.Decision.IsDefault,
        ["suppressed"] = explained.Decision.Suppressed is { } by ? new JsonObject { ["name"] = by.Name, ["until"] = JsonValue.Create(by.Until), ["reason"] = by.Reason } : null,
        ["suppressions"] = Rules(explained.Suppressions),
        ["routes"] = Rules(explained.Routes),
    };

    static JsonArray Rules(IReadOnlyList<RuleExplanation> rules) => new([.. rules.Select(one => new JsonObject
    {
        ["name"] = one.Name,
        ["outcome"] = JsonNamingPolicy.CamelCase.ConvertName(one.Outcome.ToString()),
        ["checks"] = new JsonArray([.. one.Checks.Select(check => new JsonObject
        {
            ["member"] = JsonNamingPolicy.CamelCase.ConvertName(check.Member.ToString()), ["holds"] = check.Holds, ["text"] = check.Text,
        })]),
    })]);

    static JsonArray Notes(IReadOnlyList<RuleNote> notes) => new([.. notes.Select(note => new JsonObject
    {
        ["line"] = note.Line, ["column"] = note.Column, ["path"] = note.Path, ["problem"] = note.Problem,
    })]);
}
