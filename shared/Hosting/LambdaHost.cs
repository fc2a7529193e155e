using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.RuntimeSupport;

namespace Sluice;

/// <summary>Runs a handler under the Lambda Runtime API: the only user of RuntimeSupport.</summary>
/// <remarks>The handler is composed inside the init phase, so that wrong settings are reported as an init error with their message
/// and not as a process that vanished.</remarks>
public sealed class LambdaHost
{
    /// <summary>Buffers above this are given back after the invocation that needed them.</summary>
    const int KeptBytes = 8 << 20;

    readonly Telemetry _telemetry;
    readonly Func<Task<RawHandler>> _compose;
    readonly TimeSpan _ownLimit;
    readonly ByteBuffer _event = new(64 << 10);
    readonly ByteBuffer _answer = new(64 << 10);
    RawHandler? _handler;

    LambdaHost(Telemetry telemetry, Func<Task<RawHandler>> compose, TimeSpan ownLimit) =>
        (_telemetry, _compose, _ownLimit) = (telemetry, compose, ownLimit);

    /// <summary>Serves events until the process is ended.</summary>
    /// <param name="telemetry">Where the invocation's lines go.</param>
    /// <param name="compose">Reads settings, makes clients, gives the handler. What it throws is the init error.</param>
    /// <param name="ownLimit">A limit of the caller that is shorter than the function's timeout, such as Firehose's 5 minutes.</param>
    public static Task RunAsync(Telemetry telemetry, Func<RawHandler> compose, TimeSpan? ownLimit = null) =>
        RunAsync(telemetry, () => Task.FromResult(compose()), ownLimit);

    /// <summary>Serves events until the process is ended.</summary>
    /// <param name="telemetry">Where the invocation's lines go.</param>
    /// <param name="compose">The same for a handler that has to call somewhere before it can serve, such as for its keys.</param>
    /// <param name="ownLimit">A limit of the caller that is shorter than the function's timeout, such as Firehose's 5 minutes.</param>
    public static async Task RunAsync(Telemetry telemetry, Func<Task<RawHandler>> compose, TimeSpan? ownLimit = null)
    {
        var host = new LambdaHost(telemetry, compose, ownLimit ?? Deadline.LongestTimeout);
        using var bootstrap = new LambdaBootstrap(host.InvokeAsync, host.InitializeAsync);
        await bootstrap.RunAsync();
    }

    /// <summary>A typed handler as a raw one.</summary>
    /// <param name="handle">Gets the event, gives the answer.</param>
    /// <param name="eventType">How the event is read.</param>
    /// <param name="answerType">How the answer is written.</param>
    /// <exception cref="InvalidDataException">By the handler: the event is not JSON of that type; the message says where.</exception>
    public static RawHandler Typed<TEvent, TAnswer>(
        Func<TEvent, Invocation, Task<TAnswer>> handle, JsonTypeInfo<TEvent> eventType, JsonTypeInfo<TAnswer> answerType) =>
        async (@event, answer, invocation) =>
        {
            TEvent value;
            try
            {
                value = JsonSerializer.Deserialize(@event.AsSpan(), eventType) ?? throw new InvalidDataException("The event is null.");
            }
            catch (JsonException wrong)
            {
                throw new InvalidDataException($"The event is not the JSON that this function takes: {wrong.Message}", wrong);
            }
            var result = await handle(value, invocation);
            using var json = new Utf8JsonWriter(answer);
            JsonSerializer.Serialize(json, result, answerType);
        };

    async Task<bool> InitializeAsync()
    {
        try
        {
            _handler = await _compose();
            return true;
        }
        catch (Exception failure)
        {
            _telemetry.Write(LogLevel.Fatal, "the function cannot start", failure);
            throw;
        }
    }

    async Task<InvocationResponse> InvokeAsync(InvocationRequest request)
    {
        var context = request.LambdaContext;
        using var deadline = new CancellationTokenSource();
        var remaining = Deadline.Of(context.RemainingTime, _ownLimit);
        deadline.CancelAfter(remaining);
        _telemetry.Invocation(context.AwsRequestId);
        try
        {
            var @event = await ReadAsync(request.InputStream, deadline.Token);
            _answer.Clear();
            _answer.ShrinkTo(KeptBytes);
            await _handler!(@event, _answer, new Invocation(context.AwsRequestId ?? "", context.InvokedFunctionArn ?? "", remaining, deadline.Token));
            return new InvocationResponse(new MemoryStream(_answer.Array, 0, _answer.Length, writable: false), disposeOutputStream: true);
        }
        catch (Exception failure)
        {
            _telemetry.Error("the invocation failed", failure);
            throw;
        }
        finally
        {
            _telemetry.Invocation(null);
        }
    }

    async Task<ArraySegment<byte>> ReadAsync(Stream input, CancellationToken deadline)
    {
        // The runtime has the event in memory already: read it where it lies.
        if (input is MemoryStream memory && memory.TryGetBuffer(out var whole)) return whole[(int)memory.Position..];

        _event.ShrinkTo(KeptBytes);
        _event.Clear();
        while (true)
        {
            var read = await input.ReadAsync(_event.GetMemory(64 << 10), deadline);
            if (read == 0) return new ArraySegment<byte>(_event.Array, 0, _event.Length);
            _event.Advance(read);
        }
    }
}
