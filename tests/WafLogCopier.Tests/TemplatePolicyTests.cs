using System.Text.Json.Nodes;
using Amazon.S3;
using Sluice.Local;
using Sluice.Tests;
using static Sluice.WafLogCopier.Tests.Scene;

namespace Sluice.WafLogCopier.Tests;

/// <summary>The template's bucket policy on a server that enforces policies.</summary>
/// <remarks>Taken from template.yaml as it resolves, with accounts in the place of account ids. The server knows neither roles nor
/// organizations, so <c>aws:PrincipalArn</c> and <c>aws:PrincipalOrgID</c> are left out; and it wants its owner named.</remarks>
[Collection(nameof(StrictS3))]
public class TemplatePolicyTests(StrictS3 server)
{
    [SkippableFact]
    public async Task What_the_template_grants_is_what_the_copier_needs_in_one_call_and_in_parts()
    {
        await using var scene = await StartAsync(server, allowed: false);
        var small = await scene.PutAsync(WafKey(hash: "00000001"), "small\n");
        await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(scene.Handler(), Event(small)));

        await SetAsync(scene, "CopiersWrite", "CopiersSeeWhatIsThere");
        var large = await scene.PutAsync(WafKey(hash: "00000002"), new string('x', 12 << 20));
        var handler = scene.Handler(("MULTIPART_ABOVE_MEGABYTES", "5"), ("PART_MEGABYTES", "5"));
        await InvokeAsync(handler, Event(small, large));
        await InvokeAsync(handler, Event(small));

        Assert.Equal(2, (await scene.KeysAsync()).Length);
        Assert.Equal(1, (int)scene.LastLine["AlreadyThere"]!);
    }

    [SkippableFact]
    public async Task The_template_grants_no_more_than_that()
    {
        await using var scene = await StartAsync(server, allowed: false);
        await SetAsync(scene, "CopiersWrite", "CopiersSeeWhatIsThere");
        await InvokeAsync(scene.Handler(), Event(await scene.PutAsync(WafKey())));

        foreach (var call in (Func<AmazonS3Client, Task>[])
            [
                s3 => s3.DeleteObjectAsync(scene.Target, CopyOfWafKey()),
                s3 => s3.GetBucketPolicyAsync(scene.Target),
                s3 => s3.PutBucketPolicyAsync(scene.Target, "{}"),
                s3 => s3.DeleteBucketAsync(scene.Target),
            ])
        {
            var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => call(scene.Resource));
            Assert.Equal("AccessDenied", refused.ErrorCode);
        }
        Assert.Single(await scene.KeysAsync());
    }

    [SkippableFact]
    public async Task Without_the_statement_that_lets_it_write_the_copier_is_refused()
    {
        await using var scene = await StartAsync(server, allowed: false);
        await SetAsync(scene, "CopiersSeeWhatIsThere");
        var record = await scene.PutAsync(WafKey());
        Assert.Contains("s3:PutObject on", (await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(scene.Handler(), Event(record)))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nobody_gets_in_without_TLS()
    {
        await using var scene = await StartAsync(server, allowed: false);
        var record = await scene.PutAsync(WafKey());
        await SetAsync(scene, "CopiersWrite", "CopiersSeeWhatIsThere", "TlsOnly");      // and here is none
        scene.Wire.Exists = null;       // it would ask the server too, without TLS

        var refused = await Assert.ThrowsAsync<ObjectsFailedException>(() => InvokeAsync(scene.Handler(), Event(record)));

        Assert.Contains("is denied", refused.Message, StringComparison.Ordinal);
    }

    static async Task SetAsync(Scene scene, params string[] statements)
    {
        var context = Deployment.Context(Repo.Root, "default", new Dictionary<string, string> { ["ResourceAccounts"] = "111122223333" }, region: null);
        var template = Deployment.Resolve(Repo.Root, context);
        var central = template.Resources["CentralBucket"].PhysicalName;
        var policy = JsonNode.Parse(template.Resources["CentralBucketPolicy"].Properties["PolicyDocument"]!.ToJsonString()
            .Replace(central, scene.Target, StringComparison.Ordinal).Replace("\"111122223333\"", "\"resource\"", StringComparison.Ordinal))!;
        var kept = new JsonArray(JsonNode.Parse($$"""
            {"Effect":"Allow","Principal":{"AWS":["central"]},"Action":"s3:*","Resource":["arn:aws:s3:::{{scene.Target}}","arn:aws:s3:::{{scene.Target}}/*"]}
            """));
        foreach (var statement in policy["Statement"]!.AsArray().Where(one => statements.Contains((string)one!["Sid"]!)))
        {
            var copy = statement!.DeepClone();
            if ((string)copy["Sid"]! != "TlsOnly") copy.AsObject().Remove("Condition");
            kept.Add(copy);
        }
        Assert.Equal(statements.Length + 1, kept.Count);
        await scene.Central.PutBucketPolicyAsync(scene.Target, new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = kept }.ToJsonString());
    }
}
