namespace Sluice.AuroraCdcForwarder;

/// <summary>What became of one payload.</summary>
/// <param name="Kind">Delivered, dropped on purpose, or failed.</param>
/// <param name="Reason">Why it was dropped or failed.</param>
/// <param name="MayPass">Whether another try may do better: the stream refused it, and not the payload is at fault.</param>
readonly record struct PayloadOutcome(VerdictKind Kind, string Reason, bool MayPass)
{
    /// <summary>It is in the stream.</summary>
    public static PayloadOutcome Delivered => new(VerdictKind.Delivered, "", false);
}

/// <summary>What an invocation counts.</summary>
sealed class ForwardTally
{
    /// <summary>Payloads whose change another payload of the batch had already.</summary>
    public int Duplicates { get; set; }

    /// <summary>Lines that went into the stream.</summary>
    public int Lines { get; set; }

    /// <summary>Bytes of them.</summary>
    public long BytesOut { get; set; }
}

/// <summary>Payloads in, lines out: reads each payload, writes its lines, sends them, and tells what became of each.</summary>
sealed class Forwarder(LineWriter writer, ChangeSender sender)
{
    readonly ByteBuffer _line = new();

    /// <summary>Forwards payloads.</summary>
    /// <param name="payloads">In order.</param>
    /// <param name="origin">Of a payload: what stands in for an id or time that it lacks.</param>
    /// <param name="tally">Gets counts.</param>
    /// <param name="deadline">Ends waits and calls.</param>
    /// <returns>One outcome a payload, same order.</returns>
    public async Task<IReadOnlyList<PayloadOutcome>> ForwardAsync(
        IReadOnlyList<Payload> payloads, Func<Payload, PayloadOrigin> origin, ForwardTally tally, CancellationToken deadline)
    {
        var outcomes = new PayloadOutcome[payloads.Count];
        var lines = new List<byte[]>(payloads.Count);
        var owners = new List<int>(payloads.Count);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var twins = new List<(int Twin, int First)>();
        for (var i = 0; i < payloads.Count; i++)
        {
            if (payloads[i].Problem is { } problem)
            {
                outcomes[i] = new(VerdictKind.Failed, problem, false);
                continue;
            }
            var verdict = PayloadReader.Read(payloads[i].Content, origin(payloads[i]));
            var owner = i;
            outcomes[i] = verdict.Match(
                delivered: change =>
                {
                    if (!seen.TryAdd(change.Id, owner))
                    {
                        tally.Duplicates++;
                        twins.Add((owner, seen[change.Id]));
                        return PayloadOutcome.Delivered;
                    }
                    return Write(change, owner, lines, owners);
                },
                dropped: reason => new(VerdictKind.Dropped, reason, false),
                failed: reason => new(VerdictKind.Failed, reason, false));
        }

        var refused = await sender.SendAsync(lines, deadline);
        for (var n = 0; n < lines.Count; n++)
        {
            if (refused[n] is { } why) outcomes[owners[n]] = new(VerdictKind.Failed, $"the delivery stream did not take it: {why}", true);
            else (tally.Lines, tally.BytesOut) = (tally.Lines + 1, tally.BytesOut + lines[n].Length);
        }
        // A twin shares its first one's fate: acknowledged alone, it would be the last trace of a change that is not delivered.
        foreach (var (twin, first) in twins) outcomes[twin] = outcomes[first];
        return outcomes;
    }

    /// <summary>Writes the lines of a change: all or none.</summary>
    PayloadOutcome Write(RowChange change, int owner, List<byte[]> lines, List<int> owners)
    {
        var before = lines.Count;
        try
        {
            foreach (var part in change.Lines(writer.KeyOf(change)))
            {
                _line.Clear();
                writer.Write(part, _line);
                if (_line.Length > FirehosePut.MaxRecordBytes)
                    throw new ChangeException($"its line has {_line.Length} bytes and a record of Firehose at most {FirehosePut.MaxRecordBytes}: leave large columns out of the triggers");
                lines.Add(_line.Written.ToArray());
                owners.Add(owner);
            }
            return PayloadOutcome.Delivered;
        }
        catch (Exception wrong) when (wrong is ChangeException or InvalidOperationException)
        {
            lines.RemoveRange(before, lines.Count - before);
            owners.RemoveRange(before, owners.Count - before);
            return new(VerdictKind.Failed, wrong is ChangeException ? wrong.Message : PayloadReader.NoText, false);
        }
    }
}
