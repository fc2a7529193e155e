using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Permissions.Tests;

/// <summary>Questions as AWS would put them: the context of a request over TLS by a role of the organization.</summary>
static class Access
{
    public static Question Ask(Stack stack, Need need) => Ask(stack, need.Function, need.Action, need.Arn, need.On.Account, need.Context);

    public static Question Ask(Stack stack, string function, string action, string arn, string account, IReadOnlyDictionary<string, string> context)
    {
        var role = stack.RoleOf(function);
        var principal = role.Attributes["Arn"];
        return new Question(principal, action, arn, account, Context(principal, account, context), stack.IdentityPolicies(role), stack.ResourcePolicy(arn));
    }

    public static Dictionary<string, string> Context(string principal, string resourceAccount, IReadOnlyDictionary<string, string> more)
    {
        var all = new Dictionary<string, string>
        {
            ["aws:SecureTransport"] = "true", ["aws:PrincipalArn"] = principal, ["aws:PrincipalAccount"] = principal.Split(':')[4],
            ["aws:PrincipalOrgID"] = Stack.Organization, ["aws:ResourceAccount"] = resourceAccount,
        };
        foreach (var (name, value) in more) all[name] = value;
        return all;
    }

    /// <summary>The statements of policies that allow something, with their actions and resources.</summary>
    public static IEnumerable<(string Action, string Resource, JsonNode Statement)> Allowed(IEnumerable<JsonNode> policies) =>
        from policy in policies
        from statement in policy["Statement"]!.AsArray()
        where (string?)statement!["Effect"] == "Allow"
        from action in Texts(statement["Action"])
        from resource in Texts(statement["Resource"])
        select (action, resource, statement);

    public static bool Matches(string pattern, string text) =>
        Regex.IsMatch(text, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$", RegexOptions.Singleline);

    public static IEnumerable<string> Texts(JsonNode? node) => node is JsonArray list ? list.Select(one => (string)one!) : node is null ? [] : [(string)node!];
}
