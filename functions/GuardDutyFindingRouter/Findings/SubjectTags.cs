namespace Sluice.GuardDutyFindingRouter;

/// <summary>Collects the tags that a finding copied from its resources.</summary>
static class SubjectTags
{
    /// <summary>Tags of everything that <c>resource</c> describes, each key and value once: a rule for a tag of the cluster holds for its containers.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(JsonPart resource)
    {
        var tags = new List<KeyValuePair<string, string>>();
        Add(resource["instanceDetails"u8]["tags"u8], tags);
        var buckets = resource["s3BucketDetails"u8];
        if (buckets.IsObject) Add(buckets["tags"u8], tags);
        foreach (var bucket in buckets.Items) Add(new JsonPart(bucket)["tags"u8], tags);
        Add(resource["lambdaDetails"u8]["tags"u8], tags);
        Add(resource["rdsDbInstanceDetails"u8]["tags"u8], tags);
        Add(resource["rdsLimitlessDbDetails"u8]["tags"u8], tags);
        var ecs = resource["ecsClusterDetails"u8];
        Add(ecs["taskDetails"u8]["tags"u8], tags);
        Add(ecs["tags"u8], tags);
        Add(resource["eksClusterDetails"u8]["tags"u8], tags);
        return tags.Count == 0 ? [] : tags;
    }

    /// <summary>Adds <c>[{"key","value"}]</c>.</summary>
    public static void Add(JsonPart from, List<KeyValuePair<string, string>> tags)
    {
        foreach (var element in from.Items)
        {
            var tag = new JsonPart(element);
            Add(tag["key"u8].Text, tag["value"u8].Text, tags);
        }
    }

    static void Add(string key, string value, List<KeyValuePair<string, string>> tags)
    {
        var tag = KeyValuePair.Create(key, value);
        if (key.Length > 0 && !tags.Contains(tag)) tags.Add(tag);
    }

    /// <summary>The value of the tag <c>Name</c>, by which people know an instance; empty where there is none.</summary>
    public static string Name(IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == "Name") return tag.Value;
        }
        return "";
    }
}
