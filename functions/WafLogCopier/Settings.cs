using System.Text.RegularExpressions;

namespace Sluice.WafLogCopier;

/// <summary>What the environment asks of the function.</summary>
/// <param name="TargetBucket">Where copies go (<c>TARGET_BUCKET</c>).</param>
/// <param name="TargetRegion">Its region; empty is the function's own (<c>TARGET_REGION</c>).</param>
/// <param name="TargetOwner">The account that must own it; empty asks for none (<c>TARGET_BUCKET_OWNER</c>).</param>
/// <param name="TargetRole">The role that copies; empty is the function's own (<c>TARGET_ROLE_ARN</c>).</param>
/// <param name="TargetRoleExternalId">What the role's trust policy asks for (<c>TARGET_ROLE_EXTERNAL_ID</c>).</param>
/// <param name="Sources">Places that are copied from; empty is every bucket but the target (<c>SOURCE_BUCKETS</c>).</param>
/// <param name="SourceOwner">The account that must own the source; empty asks for none (<c>SOURCE_BUCKET_OWNER</c>).</param>
/// <param name="Keys">Where each copy goes (<c>KEY_STYLE</c>, <c>KEY_TEMPLATE</c>, <c>KEY_MAPPING</c>, <c>UNPARSED_PREFIX</c>).</param>
/// <param name="KmsKey">The key that copies are encrypted with; empty leaves it to the bucket (<c>KMS_KEY_ARN</c>).</param>
/// <param name="StorageClass">Of the copies; empty is the bucket's default (<c>STORAGE_CLASS</c>).</param>
/// <param name="GrantToBucketOwner">Whether copies carry the ACL <c>bucket-owner-full-control</c> (<c>OBJECT_ACL</c>).</param>
/// <param name="RequesterPays">Whether this account pays for reading (<c>REQUESTER_PAYS</c>).</param>
/// <param name="Overwrite">Whether another object with the copy's key is replaced, or left where it is (<c>ON_CONFLICT</c>).</param>
/// <param name="DeleteSource">Whether the source goes when the copy is verified (<c>DELETE_SOURCE</c>).</param>
/// <param name="Concurrency">Objects at a time (<c>CONCURRENCY</c>).</param>
/// <param name="PartConcurrency">Parts of one large object at a time (<c>PART_CONCURRENCY</c>).</param>
/// <param name="MultipartAbove">Larger objects are copied in parts, bytes (<c>MULTIPART_ABOVE_MEGABYTES</c>).</param>
/// <param name="PartBytes">Size of a part, where the source has no parts of its own (<c>PART_MEGABYTES</c>).</param>
sealed partial record Settings(
    string TargetBucket, string TargetRegion, string TargetOwner, string TargetRole, string TargetRoleExternalId,
    IReadOnlyList<string> Sources, string SourceOwner, TargetKeys Keys, string KmsKey, string StorageClass,
    bool GrantToBucketOwner, bool RequesterPays, bool Overwrite, bool DeleteSource,
    int Concurrency, int PartConcurrency, long MultipartAbove, long PartBytes)
{
    static readonly string[] s_storageClasses =
        ["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE", "REDUCED_REDUNDANCY"];

    /// <summary>Reads the environment.</summary>
    /// <exception cref="SettingsException">Every mistake, once.</exception>
    public static Settings From(EnvironmentReader env)
    {
        var bucket = env.Text("TARGET_BUCKET");
        var sources = env.Text("SOURCE_BUCKETS", "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var keys = KeysOf(env);
        if (keys is not null && bucket is not null) RefuseLoops(env, bucket, sources, keys);
        return env.Complete(new Settings(
            TargetBucket: bucket!,
            TargetRegion: env.Text("TARGET_REGION", ""),
            TargetOwner: Checked(env, "TARGET_BUCKET_OWNER", env.Text("TARGET_BUCKET_OWNER", ""), Account(), "the 12 digits of an account"),
            TargetRole: Checked(env, "TARGET_ROLE_ARN", env.Text("TARGET_ROLE_ARN", ""), Role(), "the ARN of a role"),
            TargetRoleExternalId: env.Text("TARGET_ROLE_EXTERNAL_ID", ""),
            Sources: sources,
            SourceOwner: Checked(env, "SOURCE_BUCKET_OWNER", env.Text("SOURCE_BUCKET_OWNER", ""), Account(), "the 12 digits of an account"),
            Keys: keys!,
            KmsKey: env.Text("KMS_KEY_ARN", ""),
            StorageClass: StorageClassOf(env),
            GrantToBucketOwner: env.Choice("OBJECT_ACL", false, ("none", false), ("bucket-owner-full-control", true)),
            RequesterPays: env.Switch("REQUESTER_PAYS", false),
            Overwrite: env.Choice("ON_CONFLICT", false, ("keep-both", false), ("overwrite", true)),
            DeleteSource: env.Switch("DELETE_SOURCE", false),
            Concurrency: env.WholeNumber("CONCURRENCY", fallback: 32, min: 1, max: 512),
            PartConcurrency: env.WholeNumber("PART_CONCURRENCY", fallback: 16, min: 1, max: 256),
            MultipartAbove: (long)env.WholeNumber("MULTIPART_ABOVE_MEGABYTES", fallback: 5120, min: 5, max: 5120) << 20,
            PartBytes: (long)env.WholeNumber("PART_MEGABYTES", fallback: 256, min: 5, max: 5120) << 20));
    }

    static TargetKeys? KeysOf(EnvironmentReader env)
    {
        var style = env.Choice("KEY_STYLE", false, ("plain", false), ("hive", true)) ? KeyTemplate.Hive : KeyTemplate.Plain;
        var text = env.Text("KEY_TEMPLATE", style);
        var template = KeyTemplate.Parse(text, problem => env.Problem($"KEY_TEMPLATE='{text}' {problem}"));
        var unparsed = env.Text("UNPARSED_PREFIX", "unparsed/");
        if (!unparsed.EndsWith('/')) env.Problem($"UNPARSED_PREFIX='{unparsed}' does not end with a slash");
        var mappings = MappingsOf(env);
        return template is null ? null : new(template, unparsed, mappings);
    }

    /// <summary><c>bucket/prefix=>account=…,region=…,stream=…;…</c></summary>
    static List<KeyMapping> MappingsOf(EnvironmentReader env)
    {
        var mappings = new List<KeyMapping>();
        foreach (var entry in env.Text("KEY_MAPPING", "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var arrow = entry.Split("=>", StringSplitOptions.TrimEntries);
            var parts = new Dictionary<string, string>(StringComparer.Ordinal);
            var good = arrow.Length == 2 && arrow[0].Length > 0;
            foreach (var pair in good ? arrow[1].Split(',', StringSplitOptions.TrimEntries) : [])
            {
                var equals = pair.IndexOf('=', StringComparison.Ordinal);
                good &= equals > 0 && pair[..Math.Max(equals, 0)] is "account" or "region" or "stream" && parts.TryAdd(pair[..equals], pair[(equals + 1)..]);
            }
            if (good) mappings.Add(new(arrow[0], parts.GetValueOrDefault("account", ""), parts.GetValueOrDefault("region", ""), parts.GetValueOrDefault("stream", "")));
            else env.Problem($"KEY_MAPPING has '{entry}', expected bucket/prefix=>account=…,region=…,stream=…");
        }
        return mappings;
    }

    static void RefuseLoops(EnvironmentReader env, string bucket, string[] sources, TargetKeys keys)
    {
        foreach (var place in sources.Where(place => Places.BucketOf(place) == bucket))
        {
            foreach (var prefix in keys.Prefixes.Where(prefix => Places.Overlap(prefix, Places.PrefixOf(place))))
                env.Problem($"SOURCE_BUCKETS has '{place}', and copies go to '{bucket}/{prefix}': each copy would be copied again without end");
        }
    }

    static string StorageClassOf(EnvironmentReader env)
    {
        var text = env.Text("STORAGE_CLASS", "");
        if (text.Length > 0 && !s_storageClasses.Contains(text, StringComparer.Ordinal))
            env.Problem($"STORAGE_CLASS='{text}' is not one of {string.Join(", ", s_storageClasses)}");
        return text;
    }

    static string Checked(EnvironmentReader env, string name, string text, Regex form, string expected)
    {
        if (text.Length > 0 && !form.IsMatch(text)) env.Problem($"{name}='{text}' is not {expected}");
        return text;
    }

    [GeneratedRegex("^[0-9]{12}$")]
    private static partial Regex Account();

    [GeneratedRegex("^arn:[^:]+:iam::[0-9]{12}:role/.+$")]
    private static partial Regex Role();
}
