using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Routes the findings of an object of GuardDuty's export, line by line.</summary>
/// <param name="s3">Reads objects.</param>
/// <param name="router">Of findings and of lines that are none.</param>
/// <param name="owner">Account that must own the bucket; empty: any.</param>
/// <param name="concurrency">Findings at a time.</param>
sealed class ExportRun(IAmazonS3 s3, ArrivalRouter router, string owner, int concurrency)
{
    /// <summary>Lines that are read before they are routed.</summary>
    int Chunk => concurrency * 8;

    /// <summary>Routes one object. The ledger knows what an earlier attempt told, so that it is safe to begin anew.</summary>
    /// <returns>Delivered where every line is accounted for.</returns>
    public async Task<ObjectOutcome> RunAsync(RuleSet rules, CreatedObject one, Turn turn, RouteTally tally, CancellationToken deadline)
    {
        var (lines, unaccounted) = (0, 0);
        try
        {
            using var stored = await s3.GetObjectAsync(new GetObjectRequest
            {
                BucketName = one.Bucket,
                Key = one.Key,
                VersionId = one.VersionId.Length > 0 ? one.VersionId : null,
                ExpectedBucketOwner = owner.Length > 0 ? owner : null,
            }, deadline);
            var chunk = new List<Arrival>(Chunk);
            await foreach (var line in ExportReader.ReadAsync(stored.ResponseStream, deadline: deadline))
            {
                var id = FormattableString.Invariant($"s3://{one.Bucket}/{one.Key}:{line.Number}");
                chunk.Add(line.Finding is { } finding
                    ? new(0, id, ArrivalKind.Finding) { Finding = finding }
                    : new(0, id, ArrivalKind.Unreadable) { Name = id, Problem = line.Problem, Raw = line.Raw });
                lines++;
                if (chunk.Count < Chunk) continue;
                unaccounted += await RouteAsync(rules, chunk, turn, tally, deadline);
                chunk.Clear();
            }
            unaccounted += await RouteAsync(rules, chunk, turn, tally, deadline);
        }
        catch (AmazonS3Exception gone) when (gone.StatusCode == HttpStatusCode.NotFound)
        {
            return ObjectOutcome.Dropped("the object is not there any more");
        }
        catch (AmazonS3Exception refused)
        {
            return ObjectOutcome.Failed($"s3:GetObject: {refused.ErrorCode}: the role needs s3:GetObject on it, and kms:Decrypt for its key (FindingExportBucketName, FindingExportKeyArn)");
        }
        catch (InvalidDataException wrong)
        {
            return ObjectOutcome.FailedForGood($"{wrong.Message} after line {lines}; the lines before it are routed");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return ObjectOutcome.Failed($"the time was up after {lines} lines; the next attempt goes on behind what is told");
        }
        return unaccounted == 0 ? ObjectOutcome.Delivered($"{lines} findings") : ObjectOutcome.Failed($"{unaccounted} of {lines} findings are not accounted for");
    }

    /// <returns>How many are not accounted for.</returns>
    async Task<int> RouteAsync(RuleSet rules, List<Arrival> chunk, Turn turn, RouteTally tally, CancellationToken deadline) =>
        chunk.Count - await Arrivals.RouteAsync(chunk, concurrency, (arrival, cancellation) => router.RouteAsync(rules, arrival, turn with { Owner = arrival.Id }, tally, cancellation), (_, _) => { }, deadline);
}
