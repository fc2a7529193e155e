using System.Buffers;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Where a person sees the finding in the AWS console.</summary>
static class ConsoleLink
{
    static readonly SearchValues<char> RegionCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A URL, or empty where the region is none, so that nothing in a finding can lead elsewhere.</summary>
    /// <remarks>Fragment as GuardDuty itself writes it into Security Hub's SourceUrl. <c>macros=all</c> also shows what is archived.</remarks>
    public static string Of(Notice notice)
    {
        var finding = notice.Finding;
        if (Console(finding) is not { Length: > 0 } console) return "";
        if (notice.Flood is not null) return $"{console}/guardduty/home?region={finding.Region}#/findings?macros=current";
        if (ScannedObject(finding) is (var bucket, var key) && bucket.Length > 0)
        {
            return $"{console}/s3/object/{Uri.EscapeDataString(bucket)}?region={finding.Region}&prefix={Escape(key)}";
        }
        var macros = finding.Archived || notice.Kind == NoticeKind.Resolve ? "all" : "current";
        return $"{console}/guardduty/home?region={finding.Region}#/findings?macros={macros}&fId={Escape(finding.Id)}";
    }

    /// <summary>What the link leads to.</summary>
    public static string Label(Notice notice) =>
        notice.Flood is not null ? "Open GuardDuty" : ScannedObject(notice.Finding).Bucket.Length > 0 ? "Open the object in S3" : "Open in GuardDuty";

    /// <summary>Bucket and key of an object scan; empty for all others.</summary>
    static (string Bucket, string Key) ScannedObject(Finding finding)
    {
        if (!finding.Type.StartsWith("ObjectScan:", StringComparison.Ordinal)) return ("", "");
        const string mark = ":s3:::";
        var arn = finding.Subject.Arn;
        var at = arn.IndexOf(mark, StringComparison.Ordinal);
        var path = at >= 0 ? arn[(at + mark.Length)..] : finding.Subject.Id;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 ? (path[..slash], path[(slash + 1)..]) : ("", "");
    }

    static string Console(Finding finding)
    {
        if (finding.Region.Length is 0 or > 40 || finding.Region.AsSpan().ContainsAnyExcept(RegionCharacters)) return "";
        return finding.Partition switch
        {
            "aws-us-gov" => "https://console.amazonaws-us-gov.com",
            "aws-cn" => "https://console.amazonaws.cn",
            _ => $"https://{finding.Region}.console.aws.amazon.com",
        };
    }

    /// <summary>At most about 2,000 characters of URL: an S3 key has up to 1,024 bytes. What cannot be escaped (a lone surrogate) becomes U+FFFD.</summary>
    static string Escape(string text) => Uri.EscapeDataString(CleanText.Line(text, 600));
}
