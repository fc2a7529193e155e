using System.Text.Json.Nodes;
using Sluice.Local;

namespace Permissions.Tests;

/// <summary>WafLogCopier's role in one account, the central bucket and its key in another: both sides must say yes.</summary>
public class CrossAccountTests
{
    static readonly Stack s_stack = Stack.All[0];
    static readonly string s_role = s_stack.RoleOf("WafLogCopier").Attributes["Arn"];
    static readonly IReadOnlyList<JsonNode> s_identity = s_stack.IdentityPolicies(s_stack.RoleOf("WafLogCopier"));
    static readonly string s_bucket = Stack.Central.Resources["CentralBucket"].Attributes["Arn"];
    static readonly string s_key = Stack.Central.Resources["CentralKey"].Attributes["Arn"];

    /// <summary>By action: on the bucket, its objects or its key.</summary>
    static readonly (string Action, string Arn)[] s_whatItDoes =
    [
        .. new[] { "s3:PutObject", "s3:PutObjectTagging", "s3:GetObject", "s3:GetObjectVersion", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload" }.Select(action => (action, s_bucket + "/123456789012/us-east-1/shop/log.gz")),
        ("s3:ListBucket", s_bucket), ("s3:ListBucketMultipartUploads", s_bucket), ("kms:GenerateDataKey", s_key), ("kms:Decrypt", s_key),
    ];

    [SkippableFact]
    public async Task The_copier_of_a_listed_account_may_do_what_it_does() => await AssertAsync(allowed: true, s_whatItDoes.Select(one => Ask(one.Action, one.Arn)));

    [SkippableFact]
    public async Task It_may_name_the_buckets_key_and_no_other()
    {
        Dictionary<string, string> With(string key) => new() { ["s3:x-amz-server-side-encryption-aws-kms-key-id"] = key };
        await AssertAsync(allowed: true, [Ask("s3:PutObject", s_bucket + "/a", With(s_key))]);
        await AssertAsync(allowed: false, [Ask("s3:PutObject", s_bucket + "/a", With("arn:aws:kms:us-east-1:123456789012:key/22222222-2222-2222-2222-222222222222"))]);
    }

    [SkippableFact]
    public async Task What_it_was_seen_to_do_there_is_all_that_the_bucket_and_the_key_grant()
    {
        Skip.IfNot(Recordings.AreComplete, Recordings.Absent);
        var copier = FunctionTable.Functions.Single(one => one.Name == "WafLogCopier");
        var seen = Needs.Recorded(s_stack, copier).Where(need => need.On.Account == Stack.CentralAccount).Select(need => need.Action).ToHashSet();
        JsonNode[] policies = [s_stack.ResourcePolicy(s_bucket)!, s_stack.ResourcePolicy(s_key)!];
        var granted = policies.SelectMany(policy => policy["Statement"]!.AsArray()).Where(one => (string?)one!["Effect"] == "Allow" && Access.Texts(one["Principal"]?["AWS"]).Contains(Deployment.Account)).SelectMany(one => Access.Texts(one!["Action"]));
        Assert.Equal(granted.Order(StringComparer.Ordinal).Distinct(), seen.Order(StringComparer.Ordinal));
        await Task.CompletedTask;
    }

    [SkippableFact]
    public Task Another_role_of_the_same_account_may_not() => RefusedAsync(principal: "arn:aws:iam::123456789012:role/somebody-else");

    [SkippableFact]
    public Task The_same_role_of_an_account_that_is_not_listed_may_not() => RefusedAsync(principal: s_role.Replace("123456789012", "444455556666", StringComparison.Ordinal));

    [SkippableFact]
    public Task A_role_outside_the_organization_may_not() => RefusedAsync(new() { ["aws:PrincipalOrgID"] = "o-zzzzzzzzzz" });

    [SkippableFact]
    public Task Nobody_may_without_TLS() => RefusedAsync(new() { ["aws:SecureTransport"] = "false" }, s_whatItDoes.Where(one => one.Action.StartsWith("s3:", StringComparison.Ordinal)));

    [SkippableFact]
    public Task The_key_is_of_no_use_but_through_S3() => RefusedAsync(new() { ["kms:ViaService"] = "secretsmanager.us-east-1.amazonaws.com" }, s_whatItDoes.Where(one => one.Action.StartsWith("kms:", StringComparison.Ordinal)));

    [SkippableFact]
    public async Task Another_bucket_and_another_key_of_that_account_it_may_not_use()
    {
        var others = s_whatItDoes.Select(one => (one.Action, Arn: one.Arn.Replace(s_bucket, "arn:aws:s3:::somebody-elses", StringComparison.Ordinal).Replace(s_key, "arn:aws:kms:us-east-1:999999999999:key/12121212-1212-1212-1212-121212121212", StringComparison.Ordinal)));
        await AssertAsync(allowed: false, others.Select(one => Ask(one.Action, one.Arn)));
    }

    [SkippableFact]
    public Task A_bucket_of_the_same_name_in_an_account_that_is_not_the_central_one_gets_nothing() =>
        RefusedAsync(new() { ["aws:ResourceAccount"] = "444455556666" }, s_whatItDoes.Where(one => one.Action.StartsWith("s3:", StringComparison.Ordinal)));

    [SkippableFact]
    public async Task It_may_not_delete_there_nor_change_the_bucket()
    {
        string[] onObjects = ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectAcl", "s3:PutObjectRetention", "s3:RestoreObject"];
        string[] onBucket = ["s3:PutBucketPolicy", "s3:DeleteBucket", "s3:PutLifecycleConfiguration", "s3:PutBucketVersioning", "s3:GetBucketPolicy"];
        string[] onKey = ["kms:CreateGrant", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:Encrypt", "kms:DisableKey"];
        await AssertAsync(allowed: false, [.. onObjects.Select(action => Ask(action, s_bucket + "/a")), .. onBucket.Select(action => Ask(action, s_bucket)), .. onKey.Select(action => Ask(action, s_key))]);
    }

    [SkippableFact]
    public async Task Without_either_side_there_is_nothing()
    {
        await AssertAsync(allowed: false, s_whatItDoes.Select(one => Ask(one.Action, one.Arn) with { Identity = [] }));
        // Of a key without the copiers' statement its own account is left; a bucket may have no policy at all.
        var keyAlone = s_stack.ResourcePolicy(s_key)!.DeepClone();
        keyAlone["Statement"]!.AsArray().RemoveAt(1);
        await AssertAsync(allowed: false, s_whatItDoes.Select(one => Ask(one.Action, one.Arn) with { ResourcePolicy = one.Arn == s_key ? keyAlone : null }));
    }

    [SkippableFact]
    public async Task An_organization_that_forbids_it_is_obeyed()
    {
        var denies = JsonNode.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":["s3:*","kms:*"],"Resource":"*"}]}""")!;
        await AssertAsync(allowed: false, s_whatItDoes.Select(one => Ask(one.Action, one.Arn) with { Organization = [denies] }));
    }

    static async Task RefusedAsync(Dictionary<string, string>? context = null, IEnumerable<(string Action, string Arn)>? what = null, string? principal = null) =>
        await AssertAsync(allowed: false, (what ?? s_whatItDoes).Select(one => Ask(one.Action, one.Arn, context, principal)));

    static Question Ask(string action, string arn, Dictionary<string, string>? context = null, string? principal = null)
    {
        var all = Access.Context(principal ?? s_role, Stack.CentralAccount, new Dictionary<string, string>());
        if (action.StartsWith("kms:", StringComparison.Ordinal)) all["kms:ViaService"] = "s3.us-east-1.amazonaws.com";
        foreach (var (name, value) in context ?? []) all[name] = value;
        return new Question(principal ?? s_role, action, arn, Stack.CentralAccount, all, s_identity, s_stack.ResourcePolicy(arn));
    }

    static async Task AssertAsync(bool allowed, IEnumerable<Question> questions)
    {
        await Simulator.SkipIfAbsentAsync();
        var asked = questions.ToList();
        Assert.NotEmpty(asked);
        var wrong = asked.Zip(await Simulator.AskAsync(asked)).Where(one => allowed ? !one.Second.IsAllowed : !one.Second.IsDenied).Select(one => $"{one.First.Action} on {one.First.Resource}: {one.Second.Result} {one.Second.Error}");
        Assert.True(!wrong.Any(), string.Join('\n', wrong));
    }
}
