namespace Sluice.S3ToElasticsearchLoader;

/// <summary>How objects are read and what their records become.</summary>
/// <param name="Format">The kind of logs (<c>LOG_FORMAT</c>); <see cref="LogFormat.Auto"/> looks at each object's content and key.</param>
/// <param name="Index">The template of index names (<c>INDEX</c>), see <see cref="IndexTemplate"/>; empty takes the format's own.</param>
/// <param name="VpcFields">The fields of VPC flow logs that have no header (<c>FIELDS</c>), as in the flow log's format: names, or
/// <c>${name}</c>, with spaces between; empty for those of version 2.</param>
/// <param name="MaxRecordBytes">A longer record is rejected, and needs no more memory than this (<c>MAX_RECORD_MEGABYTES</c>).</param>
/// <param name="ReadMessages">Whether messages of CloudWatch Logs that are JSON, or fit <c>FIELDS</c>, are read (<c>READ_MESSAGES</c>).</param>
sealed record ReadingSettings(LogFormat Format, string Index, string VpcFields, int MaxRecordBytes, bool ReadMessages)
{
    /// <summary>What everything is when no variable is set.</summary>
    public static ReadingSettings Default => From(new EnvironmentReader(_ => null));

    /// <summary>Reads the environment. Mistakes are in <paramref name="env"/>, whose <c>Complete</c> the caller calls.</summary>
    public static ReadingSettings From(EnvironmentReader env)
    {
        var format = env.Choice("LOG_FORMAT", LogFormat.Auto,
            ("auto", LogFormat.Auto), ("json", LogFormat.Json), ("waf", LogFormat.Waf), ("cloudtrail", LogFormat.CloudTrail),
            ("cloudwatch", LogFormat.CloudWatch), ("vpcflow", LogFormat.VpcFlow), ("alb", LogFormat.Alb), ("nlb", LogFormat.Nlb),
            ("cloudfront", LogFormat.CloudFront), ("s3access", LogFormat.S3Access), ("apache", LogFormat.Apache), ("csv", LogFormat.Csv),
            ("lines", LogFormat.Lines));
        var index = env.Text("INDEX", "");
        if (index.Length > 0 && IndexTemplate.ProblemOf(index) is { } problem) env.Problem($"INDEX='{index}' makes no index name: {problem}");
        var fields = env.Text("FIELDS", "").Replace("${", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        if (!fields.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or ' '))
            env.Problem($"FIELDS='{fields}' is not a list of names of VPC flow log fields with spaces between");
        var names = fields.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (names.Distinct().Count() < names.Length) env.Problem($"FIELDS='{fields}' has a name twice");
        return new(format, index, fields,
            MaxRecordBytes: env.WholeNumber("MAX_RECORD_MEGABYTES", fallback: 10, min: 1, max: 100) << 20,
            ReadMessages: env.Switch("READ_MESSAGES", true));
    }
}
