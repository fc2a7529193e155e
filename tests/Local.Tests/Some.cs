using System.Reflection;
using System.Text.Json.Nodes;
using Sluice.Local;

namespace Local.Tests;

/// <summary>Small templates and where things are.</summary>
static class Some
{
    public static string Root { get; } =
        typeof(Some).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepoRoot").Value!;

    public static TemplateContext Context(params (string Name, string Value)[] parameters) =>
        new("shop-dev", "eu-west-1", "123456789012", parameters.ToDictionary(pair => pair.Name, pair => pair.Value));

    public static ResolvedTemplate Resolve(string yaml, params (string Name, string Value)[] parameters) =>
        SamTemplate.Parse(yaml).Resolve(Context(parameters));

    public static string Mistake(string yaml, params (string Name, string Value)[] parameters) =>
        Assert.Throws<TemplateException>(() => Resolve(yaml, parameters)).Message;

    /// <summary>What stands as V in a resource beside a bucket, a queue, parameters, a mapping and conditions.</summary>
    public static JsonNode? Value(string value) => Resolve(With(value)).Resources["It"].Properties["V"];

    public static string With(string value) => $$$"""
        Parameters:
          Name: {Type: String, Default: ann}
          Size: {Type: Number, Default: 1.50}
          Zones: {Type: CommaDelimitedList, Default: 'a, b,c'}
        Mappings:
          Sizes: {small: {disk: 10, list: [x, y]}}
        Conditions:
          Holds: !Equals [!Ref Name, ann]
          Fails: !Not [!Condition Holds]
        Resources:
          Bucket: {Type: AWS::S3::Bucket}
          Queue: {Type: AWS::SQS::Queue}
          Absent: {Type: AWS::SNS::Topic, Condition: Fails}
          It:
            Type: Custom::It
            Properties:
              V: {{{value}}}
              Always: here
        """;
}
