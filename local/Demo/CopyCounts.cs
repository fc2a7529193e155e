namespace Sluice.Local;

/// <summary>What WafLogCopier says of itself in its log, of all invocations.</summary>
sealed record CopyCounts(long In, long Copied, long AlreadyThere, long Unparsed, long Ignored, long Failed)
{
    public static CopyCounts Of(IEnumerable<string> logLines)
    {
        var log = new FunctionLog(logLines);
        return new(log.Sum("RecordsIn"), log.Sum("Copied"), log.Sum("AlreadyThere"), log.Sum("Unparsed"), log.Sum("EventsIgnored"), log.Sum("Failed"));
    }
}
