using System.Text.Json;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>What each kind of resource is called, and what helps a person to find it.</summary>
/// <remarks>Source: GuardDuty API reference, Resource and its parts.</remarks>
static class Subjects
{
    const int MostListed = 3;

    /// <summary><c>web-1, m3.xlarge in us-east-1a, vpc-0123, 10.0.0.1, public 198.51.100.1</c></summary>
    public static SubjectNames Instance(JsonPart instance, IReadOnlyList<KeyValuePair<string, string>> tags, FindingPlace place)
    {
        var id = instance["instanceId"u8].Text;
        if (id.Length == 0) return default;
        var card = instance["networkInterfaces"u8].First;
        return new(id, place.Arn("ec2", "instance/" + id), Words.Join(
            ", ", SubjectTags.Name(tags), Words.Join(" in ", instance["instanceType"u8].Text, instance["availabilityZone"u8].Text),
            card["vpcId"u8].Text, card["privateIpAddress"u8].Text, Words.Around("public ", card["publicIp"u8].Text)));
    }

    /// <summary>The user or role; its path is not told, so it has no ARN, but for the root user.</summary>
    public static SubjectNames AccessKey(JsonPart key, FindingPlace place)
    {
        var (user, type, keyId, principal) = (key["userName"u8].Text, key["userType"u8].Text, key["accessKeyId"u8].Text, key["principalId"u8].Text);
        var id = user.Length > 0 ? user : principal.Length > 0 ? principal : keyId;
        if (id.Length == 0) return default;
        return new(id, type == "Root" ? $"arn:{place.Partition}:iam::{place.AccountId}:root" : "",
            Words.Join(", ", type, Words.Around("key ", keyId == id ? "" : keyId), Words.Around("principal ", principal == id ? "" : principal)));
    }

    /// <summary>The bucket, or the object in it; others of the same finding, and who used them, as detail.</summary>
    public static SubjectNames Bucket(JsonPart resource, FindingPlace place)
    {
        var all = resource["s3BucketDetails"u8];
        var first = all.First;
        var name = first["name"u8].Text is { Length: > 0 } told ? told : Words.Behind(':', first["arn"u8].Text);
        if (name.Length == 0) return default;
        var others = new List<string>();
        foreach (var element in all.Items)
        {
            if (new JsonPart(element)["name"u8].Text is { Length: > 0 } other && other != name) others.Add(other);
        }
        var stored = first["s3ObjectDetails"u8].First;
        var key = stored["key"u8].Text;
        var arn = first["arn"u8].Text is { Length: > 0 } given ? given : $"arn:{place.Partition}:s3:::{name}";
        if (key.Length > 0) arn = stored["objectArn"u8].Text is { Length: > 0 } ofObject ? ofObject : $"{arn}/{key}";
        var access = first["publicAccess"u8]["effectivePermission"u8].Text == "PUBLIC" ? "public" : "";
        var caller = resource["accessKeyDetails"u8];
        var user = Words.Join(" ", caller["userType"u8].Text, caller["userName"u8].Text);
        return new(key.Length > 0 ? $"{name}/{key}" : name, arn, Words.Join(
            ", ", access, Words.Around("and ", Words.List(others, MostListed)), Words.Around("used by ", user),
            Words.Around("from ", resource["instanceDetails"u8]["instanceId"u8].Text)));
    }

    /// <summary>The cluster; its user and workload as detail.</summary>
    public static SubjectNames Kubernetes(JsonPart resource)
    {
        var cluster = resource["eksClusterDetails"u8];
        var id = Named(cluster["name"u8].Text, cluster["arn"u8].Text, '/');
        if (id.Length == 0) return default;
        var details = resource["kubernetesDetails"u8];
        var user = details["kubernetesUserDetails"u8]["username"u8].Text;
        return new(id, cluster["arn"u8].Text, Words.Join(", ", Workload(details), Words.Around("user ", user), cluster["vpcId"u8].Text));
    }

    static string Workload(JsonPart kubernetes)
    {
        var workload = kubernetes["kubernetesWorkloadDetails"u8];
        return workload["name"u8].Text.Length == 0 ? "" : Words.Join(" ", workload["type"u8].Text, Words.Join("/", workload["namespace"u8].Text, workload["name"u8].Text));
    }

    /// <summary>The cluster; its task and container as detail.</summary>
    public static SubjectNames Ecs(JsonPart cluster, JsonPart container)
    {
        var id = Named(cluster["name"u8].Text, cluster["arn"u8].Text, '/');
        if (id.Length == 0) return default;
        var task = cluster["taskDetails"u8];
        if (!container.IsObject) container = task["containers"u8].First;
        return new(id, cluster["arn"u8].Text, Words.Join(
            ", ", Words.Around("task ", Words.Behind('/', task["arn"u8].Text)), task["launchType"u8].Text, Words.Around("container ", container["name"u8].Text),
            container["image"u8].Text));
    }

    /// <summary>The container; the ARN is that of the nearest thing around it that has one.</summary>
    public static SubjectNames Container(JsonPart resource, FindingPlace place)
    {
        var container = resource["containerDetails"u8];
        var (ecs, eks) = (resource["ecsClusterDetails"u8], resource["eksClusterDetails"u8]);
        if (!container.IsObject) container = ecs["taskDetails"u8]["containers"u8].First;
        var (name, key) = (container["name"u8].Text, container["id"u8].Text);
        var id = name.Length > 0 ? name : key;
        if (id.Length == 0) return default;
        var (task, instance) = (ecs["taskDetails"u8]["arn"u8].Text, resource["instanceDetails"u8]["instanceId"u8].Text);
        var arn = task.Length > 0 ? task : ecs["arn"u8].Text is { Length: > 0 } ofEcs ? ofEcs : eks["arn"u8].Text is { Length: > 0 } ofEks ? ofEks
            : instance.Length > 0 ? place.Arn("ec2", "instance/" + instance) : "";
        return new(id, arn, Words.Join(
            ", ", container["image"u8].Text, Words.Around("cluster ", Named(ecs["name"u8].Text, ecs["arn"u8].Text, '/')), Words.Around("task ", Words.Behind('/', task)),
            Words.Around("cluster ", Named(eks["name"u8].Text, eks["arn"u8].Text, '/')), Workload(resource["kubernetesDetails"u8]), Words.Around("on ", instance)));
    }

    /// <summary>The function.</summary>
    public static SubjectNames Lambda(JsonPart function)
    {
        var arn = function["functionArn"u8].Text;
        var id = Named(function["functionName"u8].Text, arn, ':');
        return id.Length == 0 ? default : new(id, arn, Words.Join(
            ", ", Words.Around("version ", function["functionVersion"u8].Text), Words.Around("role ", Words.Behind('/', function["role"u8].Text)),
            function["vpcConfig"u8]["vpcId"u8].Text));
    }

    /// <summary>The database instance, and as whom somebody logged in.</summary>
    public static SubjectNames Database(JsonPart database, JsonPart user)
    {
        var arn = database["dbInstanceArn"u8].Text;
        var id = Named(database["dbInstanceIdentifier"u8].Text, arn, ':');
        return id.Length == 0 ? default : new(id, arn, Database(database, user, database["dbClusterIdentifier"u8].Text));
    }

    /// <summary>The shard group, and as whom somebody logged in.</summary>
    public static SubjectNames Limitless(JsonPart group, JsonPart user)
    {
        var arn = group["dbShardGroupArn"u8].Text;
        var id = Named(group["dbShardGroupIdentifier"u8].Text, arn, ':');
        return id.Length == 0 ? default : new(id, arn, Database(group, user, group["dbClusterIdentifier"u8].Text));
    }

    static string Database(JsonPart database, JsonPart user, string cluster) => Words.Join(
        ", ", Words.Join(" ", database["engine"u8].Text, database["engineVersion"u8].Text), Words.Around("cluster ", cluster),
        Words.Around("user ", user["user"u8].Text), Words.Around("database ", user["database"u8].Text), Words.Around("application ", user["application"u8].Text));

    /// <summary>A snapshot, an image or a recovery point: its ARN says all.</summary>
    public static SubjectNames Backup(string arn, string vault) => arn.Length == 0 ? default : new(Words.Behind(':', Words.Behind('/', arn)), arn, Words.Around("vault ", vault));

    /// <summary>A kind that is not known yet: some part of <c>resource</c> with a name, identifier or ARN.</summary>
    public static SubjectNames Unknown(JsonPart resource)
    {
        if (!resource.IsObject) return default;
        foreach (var member in resource.Json.EnumerateObject())
        {
            var part = new JsonPart(member.Value).First;
            // The caller's key is told with many kinds, and is the subject only where nothing else is.
            if (!part.IsObject || Ends(member, "accessKeyDetails")) continue;
            var (id, arn) = NamesOf(part);
            if (id.Length > 0 || arn.Length > 0) return new(Named(id, arn, '/'), arn, "");
        }
        return default;
    }

    /// <summary>Where <c>resource</c> is missing: what the call was about, as <c>{"AWS::IAM::Role":"arn:…"}</c>.</summary>
    public static FindingSubject Affected(JsonPart affected)
    {
        if (!affected.IsObject) return FindingSubject.Unknown;
        foreach (var member in affected.Json.EnumerateObject())
        {
            var told = new JsonPart(member.Value).First.Text;
            if (told.Length == 0 || !Ends(member, "")) continue;        // any name that is a text ends so
            var isArn = told.StartsWith("arn:", StringComparison.Ordinal);
            return new(member.Name, isArn ? Words.Behind(':', Words.Behind('/', told)) : told, isArn ? told : "", "", []);
        }
        return FindingSubject.Unknown;
    }

    static (string Id, string Arn) NamesOf(JsonPart part)
    {
        var (name, id, arn) = ("", "", "");
        foreach (var member in part.Json.EnumerateObject())
        {
            var value = member.Value.ValueKind == JsonValueKind.String ? new JsonPart(member.Value).Text : "";
            if (value.Length == 0) continue;
            if (arn.Length == 0 && value.StartsWith("arn:", StringComparison.Ordinal)) arn = value;
            else if (name.Length == 0 && Ends(member, "name")) name = value;
            else if (id.Length == 0 && (Ends(member, "identifier") || Ends(member, "id"))) id = value;
        }
        return (name.Length > 0 ? name : id, arn);
    }

    static bool Ends(JsonProperty member, string end)
    {
        try
        {
            return member.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
        }
        catch (InvalidOperationException)
        {
            return false;       // an escaped lone surrogate in the name: none that we look for
        }
    }

    static string Named(string name, string arn, char separator) => name.Length > 0 ? name : Words.Behind(separator, arn);
}
