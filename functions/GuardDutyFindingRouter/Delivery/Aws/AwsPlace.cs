namespace Sluice.GuardDutyFindingRouter;

/// <summary>Where a target of AWS is: its region decides which client it needs. Pure.</summary>
static class AwsPlace
{
    /// <summary>The region in an ARN, or in the host of a queue's URL; <c>null</c> where there is none: then it is the function's own.</summary>
    /// <param name="target">ARN, queue URL, or name.</param>
    public static string? RegionOf(string target)
    {
        if (target.StartsWith("arn:", StringComparison.Ordinal)) return target.Split(':') is [_, _, _, { Length: > 0 } region, ..] ? region : null;
        return Uri.TryCreate(target, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? RegionOfHost(url.Host) : null;
    }

    /// <summary>The name at the end of an ARN, or what is no ARN as it is.</summary>
    /// <param name="target">Such as <c>arn:aws:firehose:eu-west-1:111122223333:deliverystream/findings</c>.</param>
    public static string NameOf(string target) =>
        target.StartsWith("arn:", StringComparison.Ordinal) && target.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? target[(slash + 1)..] : target;

    /// <summary>Queue or topic that keeps an order.</summary>
    public static bool IsFifo(string target) => target.EndsWith(".fifo", StringComparison.Ordinal);

    /// <summary><c>sqs.REGION.amazonaws.com</c>, the same with <c>sqs-fips</c> or behind an endpoint's name, <c>REGION.queue.amazonaws.com</c>, and <c>.cn</c>.</summary>
    static string? RegionOfHost(string host)
    {
        var parts = host.Split('.');
        for (var i = 0; i + 1 < parts.Length; i++)
        {
            if (parts[i] is "sqs" or "sqs-fips" && IsRegion(parts[i + 1])) return parts[i + 1];
            if (parts[i + 1] == "queue" && IsRegion(parts[i])) return parts[i];
        }
        return null;
    }

    static bool IsRegion(string part) => part.Length > 5 && part.Contains('-', StringComparison.Ordinal) && char.IsAsciiDigit(part[^1]);
}
