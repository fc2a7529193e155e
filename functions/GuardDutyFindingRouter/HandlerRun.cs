namespace Sluice.GuardDutyFindingRouter;

/// <summary>One event: what became of each of its parts, and what its sender has to send again.</summary>
sealed class HandlerRun(FindingEvent asked, Settings settings, RuleSet rules, DateTimeOffset until)
{
    readonly Lock _gate = new();
    readonly SortedSet<int> _unaccounted = [];
    readonly List<string> _problems = [];
    readonly Dictionary<int, ObjectOutcome> _objects = [];

    /// <summary>Counts.</summary>
    public RouteTally Tally { get; } = new();

    /// <summary>Parcels with something that is in no other place.</summary>
    public IReadOnlyCollection<int> Unaccounted => _unaccounted;

    /// <summary>What went wrong with the event as such, with objects, and with summaries.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Everything that was counted: each has been delivered, dropped, or failed.</summary>
    public int RecordsIn => Tally[Counted.Delivered] + Tally.Dropped + Tally.Failed;

    /// <summary>Routes what arrived.</summary>
    public Task RouteAsync(ArrivalRouter router, CancellationToken deadline) => Arrivals.RouteAsync(
        asked.Arrivals, settings.Concurrency,
        (arrival, cancellation) => router.RouteAsync(rules, arrival, TurnOf(arrival.Parcel, arrival.Id), Tally, cancellation),
        (arrival, isAccounted) => Settle(arrival.Parcel, isAccounted ? null : $"{arrival.Id} is to come again"), deadline);

    /// <summary>Routes the findings of objects.</summary>
    public async Task ReadAsync(ExportRun exports, CancellationToken deadline)
    {
        foreach (var (parcel, one) in asked.Exports)
        {
            var outcome = await exports.RunAsync(rules, one, TurnOf(parcel, one.Identity.ToString()!), Tally, deadline);
            _objects[parcel] = outcome;
            if (outcome.Kind == ObjectOutcomeKind.Dropped) Tally.Drop(one.ToString(), outcome.Text, Counted.NotFindings);
            Settle(parcel, outcome.IsFailure ? $"{one}: {outcome.Text}" : null);
        }
    }

    /// <summary>Sends last summaries.</summary>
    public async Task SweepAsync(FloodSweep floods, string requestId, CancellationToken deadline)
    {
        // The schedule comes again in any case, and finds the flood still on its list.
        foreach (var problem in await floods.RunAsync(rules, new Turn(requestId, ComesAgain: true, until), Tally, deadline)) _problems.Add(problem);
    }

    /// <summary>Outcomes of the tasks of a job, in the job's order.</summary>
    public IReadOnlyList<IReadOnlyList<ObjectOutcome>> OfJob(ObjectEvent job) =>
        [.. job.Parcels.Select((parcel, i) => (IReadOnlyList<ObjectOutcome>)[.. parcel.Objects.Select(_ => _objects.GetValueOrDefault(i))])];

    /// <summary>A queue repeats for sure; after some times it is better to keep what fails, with its reason, than to wait for the dead-letter queue.</summary>
    Turn TurnOf(int parcel, string owner) => new(owner, asked.MessageIds is not null && asked.Receives[parcel] < settings.QueueAttempts, until);

    void Settle(int parcel, string? problem)
    {
        if (problem is null) return;
        lock (_gate)
        {
            _unaccounted.Add(parcel);
            _problems.Add(problem);
        }
    }
}
