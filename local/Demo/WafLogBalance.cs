namespace Sluice.Local;

/// <summary>What was put into one account, held against what is in the other.</summary>
static class WafLogBalance
{
    /// <param name="put">Put into the bucket that WAF writes to.</param>
    /// <param name="bucket">Its name.</param>
    /// <param name="arrived">All that is in the central bucket, by key.</param>
    /// <param name="counts">What the function says.</param>
    /// <param name="queue">What the queue says.</param>
    /// <param name="again">Messages that were delivered a second time.</param>
    /// <returns>What does not fit; nothing if all is well.</returns>
    public static IEnumerable<string> Check(
        IReadOnlyList<WafLogObject> put, string bucket, IReadOnlyDictionary<string, byte[]> arrived, CopyCounts counts, QueueAccount queue, int again)
    {
        var wanted = put.ToDictionary(one => one.CopyKey(bucket), StringComparer.Ordinal);
        foreach (var (key, one) in wanted)
        {
            if (!arrived.TryGetValue(key, out var body)) yield return $"{one.Key} is not at {key} in the central bucket";
            else if (!body.AsSpan().SequenceEqual(one.Body)) yield return $"{key} in the central bucket has other bytes than {one.Key}";
        }
        foreach (var key in arrived.Keys.Where(key => !wanted.ContainsKey(key)).Order(StringComparer.Ordinal)) yield return $"{key} is in the central bucket, and nobody put it";

        var unparsed = put.Count(one => one.Partition is null);
        if ((counts.Copied, counts.AlreadyThere, counts.Unparsed, counts.Failed) != (put.Count, again, unparsed, 0))
            yield return $"WafLogCopier says {counts.Copied} copied, {counts.AlreadyThere} already there, {counts.Unparsed} unparsed, {counts.Failed} failed, and {put.Count}, {again}, {unparsed} and 0 were to be";
        // One more: the test message that S3 sends when a notification is set up.
        if (counts.Ignored != 1) yield return $"{counts.Ignored} messages were ignored, and there was 1 test message of S3";
        if (queue.Failed != 0 || queue.Received != put.Count + 1 + again || queue.Deleted != queue.Received)
            yield return $"the queue delivered {queue.Received} messages, of which {queue.Deleted} are deleted and {queue.Failed} come again, and {put.Count + 1 + again} were to be delivered and deleted";
    }
}
