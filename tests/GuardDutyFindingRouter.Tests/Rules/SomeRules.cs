using System.Text;
using Json.Schema;
using Sluice.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Rules, findings and the schema, for tests of something else.</summary>
static class SomeRules
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    static readonly Lazy<JsonSchema> s_schema = new(() => JsonSchema.FromText(File.ReadAllText(Repo.File("functions", "GuardDutyFindingRouter", "rules.schema.json"))));

    public static string Example => File.ReadAllText(Repo.File("functions", "GuardDutyFindingRouter", "rules.example.json"));

    public static CheckedRules Check(string json) => RuleReader.Check(Encoding.UTF8.GetBytes(json), "rules.json", Now);

    public static RuleSet Read(string json) => RuleReader.Read(Encoding.UTF8.GetBytes(json), "rules.json");

    public static RulesException Refused(string json) => Assert.Throws<RulesException>(() => Check(json));

    public static bool SchemaTakes(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return s_schema.Value.Evaluate(document.RootElement).IsValid;
    }

    /// <summary>A whole document around some parts; quotes may be written as <c>'</c>.</summary>
    public static string Document(string destinations = "'chat':{'type':'slack','urlFrom':'/slack'}", string routes = "", string suppressions = "", string @default = "['chat']", string more = "") =>
        Quoted($"{{'version':1,'destinations':{{{destinations}}},'suppressions':[{suppressions}],'routes':[{routes}],'default':{@default}{more}}}");

    public static string Quoted(string json) => json.Replace('\'', '"');

    /// <summary>The condition of a route.</summary>
    public static Condition When(string when, string more = "") => Read(Document(routes: $"{{'name':'r','when':{when},'to':['chat']}}", more: more)).Routes[0].When;

    public static Finding Finding { get; } = new()
    {
        Id = "49514155ed6b4536b05649a87fc3c05a",
        Type = "UnauthorizedAccess:EC2/SSHBruteForce",
        Severity = 8,
        AccountId = "222233334444",
        Region = "eu-west-1",
        Title = "10.0.0.1 is performing SSH brute force attacks against 198.51.100.7.",
        Role = ResourceRole.Actor,
        Subject = new("Instance", "i-00bb62b69b7004a4c", "arn:aws:ec2:eu-west-1:222233334444:instance/i-00bb62b69b7004a4c", "", [new("env", "prod"), new("Team", "shop")]),
        ActionType = "NETWORK_CONNECTION",
        Remotes = [Remote("198.51.100.7", "Russia", 64500)],
    };

    public static RemoteParty Remote(string address, string country = "", long asn = 0, string code = "") => new(address, 22, country, code, "", asn, "", "");

    public static AccountInfo Account { get; } = new("shop-prod", "Workloads/Production", new Dictionary<string, string> { ["team"] = "shop" });
}
