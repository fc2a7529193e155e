namespace Sluice.Local;

/// <summary>The states of one execution environment, and who may leave which one how.</summary>
/// <remarks>Source: core/states.go and rapi/handler of AWS's emulator. It has no clock and no wire: <see cref="RuntimeApi"/> is those.</remarks>
sealed class RuntimeSession
{
    readonly Lock _gate = new();
    State _state = State.Started;
    Offer? _current;                                                // the last one offered, also after its answer: an id is judged by it
    TaskCompletionSource<Offer> _offered = New<Offer>();
    TaskCompletionSource _idle = New();
    readonly TaskCompletionSource<RuntimeAnswer> _initError = New<RuntimeAnswer>();
    readonly TaskCompletionSource<RuntimeAnswer> _restoreError = New<RuntimeAnswer>();
    readonly TaskCompletionSource _snapshot = New();
    readonly TaskCompletionSource _restore = New();

    /// <summary>Completes when the runtime asks for an event that it has not been offered yet.</summary>
    public Task Idle { get { lock (_gate) return _idle.Task; } }

    public Task<RuntimeAnswer> InitError => _initError.Task;

    public Task<RuntimeAnswer> RestoreError => _restoreError.Task;

    /// <summary>Completes when the runtime is ready for its snapshot.</summary>
    public Task Snapshot => _snapshot.Task;

    public void Restore() => _restore.TrySetResult();

    /// <summary>Hands an event to the runtime as soon as it asks. One at a time.</summary>
    public Task<RuntimeAnswer> OfferAsync(RuntimeInvocation invocation)
    {
        lock (_gate)
        {
            if (_current is { Answer.Task.IsCompleted: false }) throw new InvalidOperationException("The runtime has an event that it has not answered.");
            _current = new(invocation, New<RuntimeAnswer>());
            _offered.SetResult(_current);
            return _current.Answer.Task;
        }
    }

    /// <summary>The next event; the same one again while it is unanswered, so that a reply lost on its way loses nothing.</summary>
    public async Task<(Refusal? Refused, RuntimeInvocation? Invocation)> NextAsync(CancellationToken gone)
    {
        while (true)
        {
            Task<Offer> offered;
            lock (_gate)
            {
                if (_state == State.Running) return (null, _current!.Invocation);
                if (_state is not (State.Started or State.Ready or State.ResponseSent or State.Restored)) return (Forbidden("Ready"), null);
                _state = State.Ready;
                _idle.TrySetResult();
                offered = _offered.Task;
            }

            var offer = await offered.WaitAsync(gone);
            lock (_gate)
            {
                if (offer != _current || offer.Answer.Task.IsCompleted) continue;   // another connection took it and answered
                if (_state == State.Ready) (_state, _idle) = (State.Running, New());
                return (null, offer.Invocation);
            }
        }
    }

    /// <summary>Whether an answer is taken; if so, <see cref="Answer"/> or <see cref="AnswerBroken"/> must follow.</summary>
    public Refusal? BeginAnswer(string requestId, bool isError)
    {
        lock (_gate)
        {
            if (requestId != _current?.Invocation.RequestId) return new(400, "Invalid request ID", "InvalidRequestID");
            if (_state != State.Running) return Forbidden(isError ? "InvocationErrorResponse" : "InvocationResponse");
            _state = isError ? State.InvocationErrorResponse : State.InvocationResponse;
            return null;
        }
    }

    public void Answer(RuntimeAnswer answer)
    {
        lock (_gate)
        {
            _state = State.ResponseSent;
            _offered = New<Offer>();
            _current!.Answer.TrySetResult(answer);
        }
    }

    /// <summary>The connection broke while the answer was coming in: it is still to be given.</summary>
    public void AnswerBroken()
    {
        lock (_gate) _state = State.Running;
    }

    public Refusal? FailInit(RuntimeAnswer error)
    {
        lock (_gate)
        {
            if (_state != State.Started) return Forbidden("InitError");
            _state = State.InitError;
            _initError.SetResult(error);
            return null;
        }
    }

    public async Task<Refusal?> RestoreNextAsync(CancellationToken gone)
    {
        lock (_gate)
        {
            if (_state is not (State.Started or State.RestoreReady)) return Forbidden("RestoreReady");
            _state = State.RestoreReady;
            _snapshot.TrySetResult();
        }

        await _restore.Task.WaitAsync(gone);
        lock (_gate) _state = State.Restored;
        return null;
    }

    public Refusal? FailRestore(RuntimeAnswer error)
    {
        lock (_gate)
        {
            if (_state != State.Restored) return Forbidden("RestoreError");
            _state = State.RestoreError;
            _restoreError.SetResult(error);
            return null;
        }
    }

    Refusal Forbidden(string to) => new(403,
        $"State transition from {Name} to {to} failed for runtime. Error: State transition is not allowed", "InvalidStateTransition");

    string Name => _state switch
    {
        State.ResponseSent => "RuntimeResponseSentState",
        State.Restored => "Restoring",
        var state => state.ToString(),
    };

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    enum State { Started, InitError, RestoreReady, Restored, RestoreError, Ready, Running, InvocationResponse, InvocationErrorResponse, ResponseSent }

    sealed record Offer(RuntimeInvocation Invocation, TaskCompletionSource<RuntimeAnswer> Answer);
}

/// <summary>Why a call is not taken.</summary>
sealed record Refusal(int Status, string Message, string Type);
