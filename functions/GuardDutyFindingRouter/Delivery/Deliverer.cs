using System.Collections.Concurrent;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Brings notices to destinations, each on its own: what one does not take, or how long it needs, is nothing to the others. Safe for calls at once.</summary>
sealed class Deliverer : IDisposable
{
    readonly DeliverySettings _settings;
    readonly AwsClients _clients;
    readonly RenderMessage _render;
    readonly TimeProvider _time;
    readonly HttpSender _http;
    readonly WebDelivery _web;
    readonly AwsDelivery _aws;
    readonly ConcurrentDictionary<string, DestinationGate> _gates = new(StringComparer.Ordinal);

    /// <param name="settings">How often, how many at once, and so on.</param>
    /// <param name="clients">Of AWS.</param>
    /// <param name="secrets">Reads what destinations name by reference.</param>
    /// <param name="http">Connections to everything else, disposed with this: <see cref="Connections.Create"/>.</param>
    /// <param name="render">Makes messages.</param>
    /// <param name="time">The clock of all waits.</param>
    public Deliverer(DeliverySettings settings, AwsClients clients, SecretText secrets, HttpMessageHandler http, RenderMessage render, TimeProvider time)
    {
        (_settings, _clients, _render, _time) = (settings, clients, render, time);
        _http = new(http, settings.HttpTimeout, time);
        _web = new(_http, new(secrets, settings.SecretAge, time), render, settings, time);
        _aws = new(settings.Budget, time);
    }

    /// <summary>Delivers one notice. Throws for nothing that a destination does, and not at the deadline: the outcome says so.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="notice">What.</param>
    /// <param name="until">When <paramref name="deadline"/> is cancelled: a wait that would go beyond is not begun.</param>
    /// <param name="deadline">Ends it.</param>
    public async Task<DeliveryOutcome> SendAsync(Destination destination, Notice notice, DateTimeOffset until, CancellationToken deadline) =>
        IsAws(destination.Kind)
            ? (await SendManyAsync(destination, [notice], until, deadline))[0]
            : await _web.SendAsync(destination, notice, GateOf(destination), until, deadline);

    /// <summary>Delivers many to one destination: in few calls where its service takes several, else one after the other.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="notices">Any number, in order.</param>
    /// <param name="until">See <see cref="SendAsync"/>.</param>
    /// <param name="deadline">Ends it.</param>
    /// <returns>One outcome a notice, same order.</returns>
    public async Task<DeliveryOutcome[]> SendManyAsync(Destination destination, IReadOnlyList<Notice> notices, DateTimeOffset until, CancellationToken deadline)
    {
        var outcomes = new DeliveryOutcome[notices.Count];
        if (!IsAws(destination.Kind))
        {
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = await SendAsync(destination, notices[i], until, deadline);
            return outcomes;
        }
        var who = WhoOf(destination);
        var (places, parcels) = (new List<int>(), new List<Parcel>());
        for (var i = 0; i < outcomes.Length; i++)
        {
            try
            {
                parcels.Add(Parcel.Of(notices[i], _render(notices[i], destination, "", _time.GetUtcNow())));
                places.Add(i);
            }
            catch (Exception mistake) when (mistake is not OutOfMemoryException)
            {
                outcomes[i] = DeliveryOutcome.Refused($"{who}: no message could be made ({mistake.GetType().Name}: {Confidential.None.Clean(mistake.Message)})");
            }
        }
        var sent = await SendParcelsAsync(destination, who, parcels, deadline);
        for (var n = 0; n < sent.Length; n++) outcomes[places[n]] = sent[n];
        return outcomes;
    }

    async Task<DeliveryOutcome[]> SendParcelsAsync(Destination destination, string who, List<Parcel> parcels, CancellationToken deadline)
    {
        var gate = GateOf(destination);
        try
        {
            // A gate of AWS has no pace and knows no pause: it only counts calls at once.
            await gate.EnterAsync(DateTimeOffset.MaxValue, deadline);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return [.. parcels.Select(_ => DeliveryOutcome.Later($"{who}: no time was left"))];
        }
        try
        {
            return await _aws.SendAsync(AwsTarget.Of(destination, _clients, _time), who, parcels, deadline);
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>By name, and by what decides its pace: rules that are read anew may give a name to something else.</summary>
    DestinationGate GateOf(Destination destination) =>
        _gates.GetOrAdd($"{destination.Kind}/{destination.Name}", _ => new(DestinationGate.IntervalOf(destination.Kind), _settings.Concurrency, _time));

    static string WhoOf(Destination destination) =>
        $"'{destination.Name}' ({destination.Kind.ToString().ToLowerInvariant()}{(AwsPlace.RegionOf(destination.Target) is { } region ? ", " + region : "")})";

    static bool IsAws(DestinationKind kind) => kind is DestinationKind.Sns or DestinationKind.Email or DestinationKind.Sqs or DestinationKind.Firehose or DestinationKind.EventBridge;

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        foreach (var gate in _gates.Values) gate.Dispose();
    }
}
