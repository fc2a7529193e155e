namespace Sluice.S3ToElasticsearchLoader;

/// <summary>Which shape a format has.</summary>
static class Shapes
{
    /// <summary>A new one, for one object: shapes remember its header.</summary>
    public static Shape For(LogFormat format, ReadingSettings settings) => format switch
    {
        LogFormat.Json => new JsonShape(),
        LogFormat.Waf => new WafShape(),
        LogFormat.CloudTrail => new CloudTrailShape(),
        LogFormat.CloudWatch => new CloudWatchShape(settings.ReadMessages, settings.VpcFields),
        LogFormat.VpcFlow => new VpcFlowShape(settings.VpcFields),
        LogFormat.Alb => AccessLogs.Alb(),
        LogFormat.Nlb => AccessLogs.Nlb(),
        LogFormat.CloudFront => new CloudFrontShape(),
        LogFormat.S3Access => AccessLogs.S3(),
        LogFormat.Apache => AccessLogs.Apache(),
        LogFormat.Csv => new CsvShape(),
        _ => new LineShape(),
    };
}
