using FsCheck;
using FsCheck.Fluent;

namespace Sluice.Tests;

public class PartialBatchTests
{
    static readonly RetryBudget Budget = new(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    static Task<string?[]> SendAsync(int count, Func<IReadOnlyList<int>, IReadOnlyList<string?>> put, ImpatientTime? time = null, CancellationToken deadline = default) =>
        PartialBatch.SendAsync([.. Enumerable.Range(0, count)], (records, _) => Task.FromResult(put(records)), failure => failure is IOException, Budget, time ?? new ImpatientTime(), deadline);

    [Fact]
    public async Task Only_what_was_refused_is_sent_again()
    {
        var calls = new List<int[]>();
        var errors = await SendAsync(6, records =>
        {
            calls.Add([.. records]);
            return [.. records.Select(record => calls.Count == 1 && record % 2 == 0 ? "Throttled" : null)];
        });
        Assert.Equal([[0, 1, 2, 3, 4, 5], [0, 2, 4]], calls);
        Assert.All(errors, Assert.Null);
    }

    [Fact]
    public async Task What_is_refused_to_the_end_keeps_its_last_error()
    {
        var (time, calls) = (new ImpatientTime(), 0);
        var errors = await SendAsync(3, records => { calls++; return [.. records.Select(record => record == 1 ? $"Throttled {calls}" : null)]; }, time);
        Assert.Equal(new string?[] { null, "Throttled 5", null }, errors);
        Assert.Equal(5, calls);
        Assert.Equal(4, time.Waits.Count);
        Assert.All(time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, Budget.MaxDelay));
    }

    [Fact]
    public async Task A_broken_connection_is_tried_again_and_another_failure_is_thrown()
    {
        var calls = 0;
        var errors = await SendAsync(2, records => ++calls == 1 ? throw new IOException("reset") : new string?[records.Count]);
        Assert.All(errors, Assert.Null);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => SendAsync(2, _ => throw new UnauthorizedAccessException()));
    }

    [Fact]
    public async Task A_reply_of_another_length_cannot_be_matched() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(2, _ => [null]));

    [Fact]
    public async Task After_the_deadline_nothing_is_acknowledged_that_was_not_accepted()
    {
        using var deadline = new CancellationTokenSource();
        var calls = 0;
        var errors = await SendAsync(4, records =>
        {
            calls++;
            deadline.Cancel();
            return [.. records.Select(record => record == 0 ? null : "Throttled")];
        }, deadline: deadline.Token);
        Assert.Equal(new string?[] { null, "Throttled", "Throttled", "Throttled" }, errors);
        Assert.Equal(1, calls);

        var unsent = await SendAsync(2, _ => throw new InvalidOperationException("must not be called"), deadline: deadline.Token);
        Assert.All(unsent, Assert.NotNull);
    }

    [Fact]
    public void A_record_is_accepted_exactly_once_or_has_an_error() => Prop.ForAll<bool[][]>(refusals =>
    {
        var accepted = new int[8];
        var call = 0;
        var errors = SendAsync(8, records =>
        {
            var row = refusals is { Length: > 0 } ? refusals[call++ % refusals.Length] : null;
            return [.. records.Select((record, i) =>
            {
                if (row is { Length: > 0 } && row[i % row.Length]) return "refused";
                accepted[record]++;
                return null;
            })];
        }).GetAwaiter().GetResult();
        return errors.Select((error, i) => accepted[i] == (error is null ? 1 : 0)).All(ok => ok);
    }).QuickCheckThrowOnFailure();
}
