using System.IO.Compression;
using System.Text;

namespace Sluice.Local;

/// <summary>What the samples are about and the template does not make: the bytes of objects, and keys in Parameter Store.</summary>
static class SampleWorld
{
    /// <summary>As the samples name it: size and ETag.</summary>
    const string WafLog = "{\"timestamp\":1795301100000,\"formatVersion\":1,\"terminatingRuleId\":\"Default_Action\",\"action\":\"ALLOW\"}\n";

    /// <summary>A document that a cluster had refused, as the loader keeps it.</summary>
    const string Rejected = """{"bucket":"example-logs","key":"objects/lines.log","etag":"1","line":3,"offset":70,"index":"lines-2026.11.21","id":"0123456789abcdef-70","status":400,"type":"mapper_parsing_exception","reason":"field message","document":{"@timestamp":"2026-11-21T23:00:00.000Z","message":"put back"}}""" + "\n";

    /// <summary>A record that Firehose put aside.</summary>
    const string PutAside = """{"attemptsMade":4,"arrivalTimestamp":1795301100000,"errorCode":"Lambda.FunctionError","errorMessage":"The Lambda function was successfully invoked but it returned an error result.","attemptEndingTimestamp":1795301160000,"rawData":"cHV0IGJhY2sK","lambdaArn":"arn:aws:lambda:us-east-1:123456789012:function:transform:$LATEST"}""" + "\n";

    /// <param name="project">Whose samples name it.</param>
    public static byte[] Body(string project, string key)
    {
        var file = Path.Combine(Repository.Root, "events", project, "objects", key.Split('/')[^1]);
        if (File.Exists(file)) return File.ReadAllBytes(file);
        if (key.EndsWith(".jsonl.gz", StringComparison.Ordinal)) return Gzip(Rejected);
        return Encoding.UTF8.GetBytes(key.StartsWith("replay/", StringComparison.Ordinal) ? PutAside : WafLog);
    }

    /// <summary>The private keys of CloudFront's encryption, where the parameters say that they are.</summary>
    public static async Task PutKeysAsync(AwsCaller administrator, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellation)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "events", "FieldLevelDecryptor", "keys")).Order(StringComparer.Ordinal).ToList();
        foreach (var arn in parameters.GetValueOrDefault("FieldSecretArns", "").Split(',', StringSplitOptions.RemoveEmptyEntries))
            await administrator.CallAsync("secretsmanager", "put_secret_value", new() { ["SecretId"] = arn, ["SecretString"] = await File.ReadAllTextAsync(files[^1], cancellation) }, cancellation);
        if (parameters.GetValueOrDefault("FieldKeyPath") is not { Length: > 0 } path) return;
        foreach (var file in files)
            await administrator.CallAsync("ssm", "put_parameter", new()
            {
                ["Name"] = $"{path}/FLEDemo/{Path.GetFileNameWithoutExtension(file)}",
                ["Value"] = await File.ReadAllTextAsync(file, cancellation),
                ["Type"] = "SecureString",
            }, cancellation);
    }

    static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
