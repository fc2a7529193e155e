using System.Globalization;
using Polly;
using Polly.Retry;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Brings notices to destinations of HTTP: reads secrets, waits for turns, tries again what may pass.</summary>
/// <param name="http">One call.</param>
/// <param name="secrets">What is kept elsewhere.</param>
/// <param name="render">Makes messages.</param>
/// <param name="settings">How often, and so on.</param>
/// <param name="time">The clock of all waits.</param>
sealed class WebDelivery(HttpSender http, SecretCache secrets, RenderMessage render, DeliverySettings settings, TimeProvider time)
{
    // A job's way to what it shares with others.
    readonly HttpSender _http = http;
    readonly SecretCache _secrets = secrets;
    readonly RenderMessage _render = render;
    readonly DeliverySettings _settings = settings;
    readonly TimeProvider _time = time;
    readonly JiraTickets _jira = new(http);

    readonly ResiliencePipeline<Attempt> _retry = new ResiliencePipelineBuilder<Attempt> { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions<Attempt>
        {
            MaxRetryAttempts = settings.Budget.Attempts - 1,
            Delay = settings.Budget.FirstDelay,
            MaxDelay = settings.Budget.MaxDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome is { Exception: null, Result.Kind: AttemptKind.Again }),
            // The gate waits as long as the destination asks to, for this notice and all others.
            DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(args.Outcome.Result.RetryAfter is null ? null : TimeSpan.Zero),
        })
        .Build();

    /// <summary>Delivers one notice, or says why not. Throws for nothing that a destination does.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="notice">What.</param>
    /// <param name="gate">The destination's.</param>
    /// <param name="until">No wait goes beyond this.</param>
    /// <param name="deadline">Ends it.</param>
    public async Task<DeliveryOutcome> SendAsync(Destination destination, Notice notice, DestinationGate gate, DateTimeOffset until, CancellationToken deadline)
    {
        var job = new Job(this, destination, notice, gate, until);
        var attempt = new Attempt(AttemptKind.Again, "");
        try
        {
            attempt = await _retry.ExecuteAsync(job.TryAsync, deadline);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            var who = WebAccess.Name(destination, null);
            return DeliveryOutcome.Later(job.Last.Reason is { Length: > 0 } last ? $"{last}; then no time was left" : $"{who}: no time was left", job.Last.RetryAfter);
        }
        if (attempt.Kind == AttemptKind.Again) gate.IsDown();
        else if (attempt.Kind != AttemptKind.TooLate) gate.IsUp();
        return attempt.Outcome;
    }

    /// <summary>One notice on its way.</summary>
    sealed class Job(WebDelivery owner, Destination destination, Notice notice, DestinationGate gate, DateTimeOffset until)
    {
        static readonly TimeSpan OldestMessage = TimeSpan.FromMinutes(1);

        WebAccess? _access;
        DateTimeOffset _madeAt;
        bool _renewed, _createTried;

        /// <summary>How the last try ended.</summary>
        public Attempt Last { get; private set; }

        public async ValueTask<Attempt> TryAsync(CancellationToken deadline)
        {
            Last = await OnceAsync(deadline);
            if (Last.Kind == AttemptKind.Stale)
                Last = await RenewAsync(deadline) ? await OnceAsync(deadline) : Last with { Kind = AttemptKind.Refused };
            return Last;
        }

        async Task<Attempt> OnceAsync(CancellationToken deadline)
        {
            if (await gate.EnterAsync(until, deadline) is { } closed) return NoTurn(closed);
            try
            {
                // A signature has its moment in it, and receivers refuse an old one.
                if (_access is null || owner._time.GetUtcNow() - _madeAt > OldestMessage) _access = await AccessAsync(deadline);
                var attempt = await SendAsync(_access, deadline);
                return attempt.RetryAfter is { } pause ? Pause(attempt, pause) : attempt;
            }
            catch (UnsendableException unsendable)
            {
                return new(AttemptKind.Refused, unsendable.Message);
            }
            catch (SecretException unread)
            {
                return new(unread.Passes ? AttemptKind.Again : AttemptKind.Refused, $"{WebAccess.Name(destination, null)}: {unread.Message}");
            }
            catch (Exception failure) when (failure is not OutOfMemoryException && !deadline.IsCancellationRequested)
            {
                // Of the call that reads a secret, such as no connection or no credentials; or a fault of ours, which must not fail other destinations.
                var mayPass = failure is OperationCanceledException || AwsErrors.IsTransient(failure);
                var confidential = _access?.Confidential ?? Confidential.None;
                return new(mayPass ? AttemptKind.Again : AttemptKind.Refused, $"{WebAccess.Name(destination, _access?.Url)} is not asked: {failure.GetType().Name}: {confidential.Clean(failure.Message)}");
            }
            finally
            {
                gate.Leave();
            }
        }

        Attempt NoTurn(DestinationGate.Closed closed)
        {
            var reason = string.Create(CultureInfo.InvariantCulture, $"{WebAccess.Name(destination, _access?.Url)} is not asked before {Math.Ceiling(closed.For.TotalSeconds)} s have passed: {closed.Why}");
            // What went before says more.
            return new(AttemptKind.TooLate, Last.Reason is { Length: > 0 } last ? $"{last}; {reason}" : reason, closed.For);
        }

        /// <summary>The pause holds for all notices; it is waited for where it ends in time.</summary>
        Attempt Pause(Attempt attempt, TimeSpan pause)
        {
            gate.Hold(pause);
            var left = until - owner._time.GetUtcNow();
            if (pause <= left) return attempt;
            var reason = string.Create(CultureInfo.InvariantCulture,
                $"{attempt.Reason}; it asks to wait {Math.Ceiling(pause.TotalSeconds)} s, and {Math.Max(0, Math.Floor(left.TotalSeconds))} s are left");
            return new(AttemptKind.TooLate, reason, pause);
        }

        Task<Attempt> SendAsync(WebAccess access, CancellationToken deadline) =>
            destination.Kind == DestinationKind.Jira ? owner._jira.SendAsync(destination, access, _createTried, () => _createTried = true, deadline) : PostAsync(access, deadline);

        async Task<Attempt> PostAsync(WebAccess access, CancellationToken deadline)
        {
            var reply = await owner._http.PostAsync(access.Target, access.Message.ContentType, access.Message.Body, access.Headers, deadline);
            return ReplyReading.Read(destination.Kind, WebAccess.Name(destination, access.Url), reply, access.Confidential);
        }

        async Task<WebAccess> AccessAsync(CancellationToken deadline)
        {
            var url = destination.UrlFrom.Length > 0 ? await owner._secrets.ReadAsync(destination.UrlFrom, deadline) : destination.Target;
            var secret = await owner._secrets.ReadAsync(destination.SecretFrom, deadline);
            _madeAt = owner._time.GetUtcNow();
            return WebAccess.Make(destination, url, secret, () => owner._render(notice, destination, secret, _madeAt), owner._settings.RuntimeApi);
        }

        /// <summary>Reads again what was refused, once.</summary>
        /// <returns>Whether something is new.</returns>
        async Task<bool> RenewAsync(CancellationToken deadline)
        {
            if (_renewed || _access is null) return false;
            _renewed = true;
            try
            {
                var isUrlNew = await owner._secrets.RenewAsync(destination.UrlFrom, _access.UrlSecret, deadline);
                var isSecretNew = await owner._secrets.RenewAsync(destination.SecretFrom, _access.Secret, deadline);
                if (!isUrlNew && !isSecretNew) return false;
                _access = null;
                return true;
            }
            catch (Exception unread) when (unread is SecretException || AwsErrors.IsTransient(unread))
            {
                // The refusal is what matters; that the secret could not be read again is said with it.
                Last = Last with { Reason = $"{Last.Reason}; and its secret could not be read again ({unread.GetType().Name})" };
                return false;
            }
        }
    }
}
