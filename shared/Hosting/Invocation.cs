namespace Sluice;

/// <summary>What a handler knows of the invocation it serves.</summary>
/// <param name="RequestId">The id that Lambda gave it.</param>
/// <param name="FunctionArn">The ARN that was called, with alias or version; empty where the caller tells none.</param>
/// <param name="Remaining">Time until the deadline token is cancelled, at the start of the invocation.</param>
/// <param name="Deadline">Cancelled shortly before Lambda would end the process: what is not done by then must be accounted for.</param>
public sealed record Invocation(string RequestId, string FunctionArn, TimeSpan Remaining, CancellationToken Deadline);

/// <summary>Serves one event, bytes in and bytes out.</summary>
/// <param name="event">The event. Its memory belongs to the handler until the task ends, which may change it in place.</param>
/// <param name="answer">Gets the answer; empty at the start. It may be replaced in whole by clearing it.</param>
/// <param name="invocation">Whose event it is, and how long there is.</param>
public delegate Task RawHandler(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation);
