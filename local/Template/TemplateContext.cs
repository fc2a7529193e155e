namespace Sluice.Local;

/// <summary>What a deployment would know: the stack, where it lives, and the parameters given for it.</summary>
sealed record TemplateContext(string StackName, string Region, string AccountId, IReadOnlyDictionary<string, string> Parameters)
{
    public string Partition =>
        Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";

    public string UrlSuffix => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

    public string StackId => $"arn:{Partition}:cloudformation:{Region}:{AccountId}:stack/{StackName}/{Made.Guid(StackName)}";
}
