using System.Reflection;

namespace Sluice.AwsSdkStandIns.Tests;

/// <summary>
/// Reads surface/Package.txt. A line is a type or, indented, a member of the type above it; `#` begins a comment.
/// Five forms stand for what the official generator writes the same way for every service:
/// `client X : Config` (twelve constructors and the overrides), `config X` (one constructor and the overrides),
/// `exception X : Base` (five constructors), `constants X { A B }` (fields, constructor, FindValue, conversion) and
/// `plain constructor` (the one C# makes).
/// </summary>
static class SurfaceFile
{
    public static IEnumerable<string> Read(string package)
    {
        var root = typeof(SurfaceFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepoRoot").Value!;
        var type = "";
        foreach (var line in File.ReadLines(Path.Combine(root, "tests/AwsSdkStandIns.Tests/surface", package + ".txt")))
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] != ' ') type = line.Split(' ')[1].Split('.')[^1];
            foreach (var expanded in Expand(line.Trim(), type)) yield return expanded.Contains(' ') && line[0] != ' ' ? expanded : $"{type}: {expanded}";
        }
    }

    static IEnumerable<string> Expand(string line, string type)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[0] switch
        {
            "client" => Client(words[1], type, words[3]),
            "config" => Config(words[1], type),
            "exception" => Exception(words[1], type, words[3]),
            "constants" => Constants(words[1], type, words[3..^1]),
            "plain" => ["new()"],
            _ => [line],
        };
    }

    static IEnumerable<string> Client(string fullName, string name, string config) =>
    [
        $"class {fullName} : AmazonServiceClient",
        $"{name}: new()",
        $"{name}: new(RegionEndpoint region)",
        $"{name}: new({config} config)",
        $"{name}: new(AWSCredentials credentials)",
        $"{name}: new(AWSCredentials credentials, RegionEndpoint region)",
        $"{name}: new(AWSCredentials credentials, {config} clientConfig)",
        $"{name}: new(string awsAccessKeyId, string awsSecretAccessKey)",
        $"{name}: new(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)",
        $"{name}: new(string awsAccessKeyId, string awsSecretAccessKey, {config} clientConfig)",
        $"{name}: new(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)",
        $"{name}: new(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, RegionEndpoint region)",
        $"{name}: new(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, {config} clientConfig)",
        $"{name}: protected override IServiceMetadata ServiceMetadata {{ get; }}",
        $"{name}: protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)",
        $"{name}: Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request)",
    ];

    static IEnumerable<string> Config(string fullName, string name) =>
    [
        $"class {fullName} : ClientConfig",
        $"{name}: new()",
        $"{name}: static string ServiceId {{ get; }}",
        $"{name}: override string RegionEndpointServiceName {{ get; }}",
        $"{name}: override string ServiceVersion {{ get; }}",
        $"{name}: override string UserAgent {{ get; }}",
        $"{name}: override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters)",
    ];

    static IEnumerable<string> Exception(string fullName, string name, string parent) =>
    [
        $"class {fullName} : {parent}",
        $"{name}: new(string message)",
        $"{name}: new(string message, Exception innerException)",
        $"{name}: new(Exception innerException)",
        $"{name}: new(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)",
        $"{name}: new(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)",
    ];

    static IEnumerable<string> Constants(string fullName, string name, IEnumerable<string> values) =>
    [
        $"class {fullName} : ConstantClass",
        .. values.Select(value => $"{name}: static readonly {name} {value}"),
        $"{name}: new(string value)",
        $"{name}: static {name} FindValue(string value)",
        $"{name}: static implicit operator {name}(string value)",
    ];
}
