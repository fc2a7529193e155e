using System.Text.Json.Nodes;

namespace Sluice.Local;

/// <summary>Flows that follow from what a function's role may do, and from who may call the function.</summary>
static class Rights
{
    static readonly HashSet<string> s_writes = new(StringComparer.Ordinal)
    {
        "s3:PutObject", "sqs:SendMessage", "sns:Publish", "events:PutEvents", "firehose:PutRecord", "firehose:PutRecordBatch",
        "kinesis:PutRecord", "kinesis:PutRecords", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem", "lambda:InvokeFunction",
    };

    static readonly HashSet<string> s_reads = new(StringComparer.Ordinal) { "s3:GetObject", "dynamodb:Query", "dynamodb:Scan", "dynamodb:GetItem" };

    /// <summary>Of the functions' own roles, and of roles with which a database calls them.</summary>
    public static IEnumerable<Flow> Of(ResolvedTemplate template, Places places)
    {
        foreach (var function in template.Resources.Values.Where(FunctionSpecs.IsFunction))
        {
            if (places.Resource(function.Properties["Role"].Text()) is not { } role) continue;
            var self = Places.Of(function);
            foreach (var (effect, action, resource, account) in Statements(role, template))
                if (effect == "Allow" && Flow(self, action, resource, account, places) is { } flow) yield return flow;
            foreach (var (name, value) in template.Functions[function.LogicalId].Environment)
                if (value.StartsWith("https://", StringComparison.Ordinal) && Outsiders.By(name) is { } outside) yield return new Flow(self, outside);
        }
        foreach (var role in template.Resources.Values.Where(one => one.Type == "AWS::IAM::Role" && one.Properties["AssumeRolePolicyDocument"]?["Statement"].Items().Any(statement => statement["Principal"]?["Service"].Texts().Contains("rds.amazonaws.com") == true) == true))
            foreach (var (_, action, resource, _) in Statements(role, template))
                if (action == "lambda:InvokeFunction" && places.Find(resource) is { } called) yield return new Flow(Outsiders.Database, called);
    }

    static Flow? Flow(Place self, string action, string resource, string? account, Places places)
    {
        if (s_writes.Contains(action)) return places.OfPattern(resource, account) is { } written && written.Id != self.Id ? new Flow(self, written, Failed: IsFailed(written)) : null;
        // One object that a right names by its key is a setting, not something that moves.
        if (action == "s3:GetObject" && !resource.EndsWith('*')) return null;
        if (s_reads.Contains(action)) return places.OfPattern(resource, account) is { } read ? new Flow(read, self) : null;
        return action switch
        {
            "es:ESHttpPost" or "es:ESHttpPut" or "aoss:APIAccessAll" => new Flow(self, Outsiders.Search),
            "rds-db:connect" => new Flow(Outsiders.Database, self),
            "ssm:GetParametersByPath" => new Flow(new Place("parameters", PlaceKind.Store, "Parameter Store", resource.Contains(":parameter", StringComparison.Ordinal) ? resource.Split(":parameter")[1].TrimEnd('*').TrimEnd('/') : "parameters"), self),
            "secretsmanager:GetSecretValue" when (Outsiders.By(places.Parameter(resource) ?? "") ?? Outsiders.By(resource.Split(":secret:")[^1])) is { } outside && outside != Outsiders.Search => new Flow(self, outside),
            _ => null,
        };
    }

    static bool IsFailed(Place place) => place.Prefix.StartsWith("failed", StringComparison.Ordinal) || place.Name.EndsWith("Failures", StringComparison.Ordinal);

    static IEnumerable<(string? Effect, string Action, string Resource, string? Account)> Statements(ResolvedResource role, ResolvedTemplate template)
    {
        var policies = role.Properties["Policies"].Items().Select(policy => policy["PolicyDocument"])
            .Concat(template.Resources.Values.Where(one => one.Type is "AWS::IAM::RolePolicy" && one.Properties["RoleName"].Text() == role.Ref).Select(one => one.Properties["PolicyDocument"]));
        return from policy in policies
               from statement in policy?["Statement"].Items() ?? []
               from action in statement["Action"].Texts()
               from resource in statement["Resource"].Texts()
               select (statement["Effect"].Text(), action, resource, OtherAccount(statement));
    }

    static string? OtherAccount(JsonNode statement) =>
        statement["Condition"]?["StringEquals"]?["aws:ResourceAccount"].Text() is { } account && account != Deployment.Account ? account : null;
}
