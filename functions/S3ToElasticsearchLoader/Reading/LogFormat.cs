namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The kinds of logs that are read.</summary>
enum LogFormat : byte
{
    /// <summary>Found out by content and key.</summary>
    Auto,
    /// <summary>JSON objects: one a line, one after the other, in an array, or in <c>{"Records":[…]}</c>.</summary>
    Json,
    /// <summary>AWS WAF's full logs: JSON objects.</summary>
    Waf,
    /// <summary>CloudTrail: <c>{"Records":[…]}</c>.</summary>
    CloudTrail,
    /// <summary>CloudWatch Logs subscription envelopes: each of their events is a document.</summary>
    CloudWatch,
    /// <summary>VPC flow logs, with a header or with the fields of <c>FIELDS</c>.</summary>
    VpcFlow,
    /// <summary>Access logs of an Application Load Balancer.</summary>
    Alb,
    /// <summary>TLS access logs of a Network Load Balancer.</summary>
    Nlb,
    /// <summary>Standard logs of CloudFront: tabs, with a <c>#Fields</c> line.</summary>
    CloudFront,
    /// <summary>S3 server access logs.</summary>
    S3Access,
    /// <summary>Apache or nginx, common or combined.</summary>
    Apache,
    /// <summary>RFC 4180 with a header.</summary>
    Csv,
    /// <summary>Whatever stands in lines.</summary>
    Lines,
}

/// <summary>How formats are called.</summary>
static class LogFormats
{
    /// <summary>The word of <c>LOG_FORMAT</c>, and what <c>{format}</c> becomes in an index name.</summary>
    public static string Word(this LogFormat format) => format switch
    {
        LogFormat.Auto => "auto",
        LogFormat.Json => "json",
        LogFormat.Waf => "waf",
        LogFormat.CloudTrail => "cloudtrail",
        LogFormat.CloudWatch => "cloudwatch",
        LogFormat.VpcFlow => "vpcflow",
        LogFormat.Alb => "alb",
        LogFormat.Nlb => "nlb",
        LogFormat.CloudFront => "cloudfront",
        LogFormat.S3Access => "s3access",
        LogFormat.Apache => "apache",
        LogFormat.Csv => "csv",
        _ => "lines",
    };

    /// <summary>The template of the index where <c>INDEX</c> is not set.</summary>
    public static string DefaultIndex(this LogFormat format) => format == LogFormat.Waf ? "awswaf-{yyyy.MM.dd}" : format.Word() + "-{yyyy.MM.dd}";

    /// <summary>Whether records are JSON values, whatever stands between them.</summary>
    public static bool IsJson(this LogFormat format) => format is LogFormat.Json or LogFormat.Waf or LogFormat.CloudTrail or LogFormat.CloudWatch;
}
