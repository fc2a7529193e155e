namespace Sluice.Local;

/// <summary>What S3ToElasticsearchLoader says of itself in its log, of all invocations.</summary>
/// <param name="Documents">Records in.</param>
/// <param name="Delivered">Of these: in the cluster now, written or there already.</param>
/// <param name="Rejected">Of these: put aside.</param>
sealed record LoadCounts(long Objects, long Documents, long Delivered, long AlreadyThere, long Rejected, long ObjectsFailed)
{
    public static LoadCounts Of(IEnumerable<string> logLines)
    {
        var log = new FunctionLog(logLines);
        return new(log.Sum("Objects"), log.Sum("RecordsIn"), log.Sum("Delivered"), log.Sum("AlreadyThere"), log.Sum("Failed"), log.Sum("ObjectsFailed"));
    }
}
