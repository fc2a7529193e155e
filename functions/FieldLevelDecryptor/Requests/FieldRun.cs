namespace Sluice.FieldLevelDecryptor;

/// <summary>Opens many fields: as many at a time as there are processors, or more where each waits for KMS.</summary>
/// <param name="decryptor">Opens one.</param>
/// <param name="ring">Tells whether they wait.</param>
sealed class FieldRun(FieldDecryptor decryptor, KeyRing ring)
{
    /// <summary>Well below KMS' quota of 1,000 RSA operations a second for an account.</summary>
    const int CallsAtATime = 16;

    /// <summary>Opens one.</summary>
    public FieldDecryptor Decryptor => decryptor;

    /// <summary>Opens <paramref name="count"/> fields.</summary>
    /// <returns>One outcome each, in order. Those that the deadline left are <see cref="FieldResult.NotProcessed"/>.</returns>
    public async Task<FieldOutcome[]> RunAsync(int count, Func<int, CancellationToken, ValueTask<FieldOutcome>> open, CancellationToken deadline)
    {
        var outcomes = new FieldOutcome[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = ring.CallsOut ? CallsAtATime : Environment.ProcessorCount, CancellationToken = CancellationToken.None };
        // Not the deadline: it would end the loop with an exception, and what was decrypted so far would be lost.
        await Parallel.ForAsync(0, count, options, async (i, _) =>
        {
            if (!deadline.IsCancellationRequested) outcomes[i] = await open(i, deadline);
        });
        return outcomes;
    }
}
