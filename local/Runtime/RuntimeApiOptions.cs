namespace Sluice.Local;

/// <summary>What a Runtime API is told at its start.</summary>
sealed record RuntimeApiOptions
{
    /// <summary>Comes between host and version path, as in AWS's own test tool: <c>127.0.0.1:5050/FunctionName</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The environment waits for a snapshot to be taken and restored: <c>restore/next</c> exists.</summary>
    public bool SnapStart { get; init; }

    /// <summary>Asked before each call is handled; null lets it pass. For tests.</summary>
    public Func<RuntimeApiCall, RuntimeApiFault?>? Script { get; init; }
}

/// <summary>One event on its way to the runtime.</summary>
sealed record RuntimeInvocation(string RequestId, ReadOnlyMemory<byte> Event, DateTimeOffset Deadline, string InvokedFunctionArn)
{
    /// <summary>Null leaves the header out.</summary>
    public string? TraceId { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>JSON, as the caller of a mobile SDK sends it; already decoded from base64.</summary>
    public string? ClientContext { get; init; }

    public string? CognitoIdentity { get; init; }

    public string? TenantId { get; init; }
}

enum AnswerKind
{
    Response,
    Error,
    TooLarge,
}

/// <summary>What the runtime posted.</summary>
/// <param name="ErrorType">In its valid form, whatever the header said: <see cref="ErrorTypes"/>. Null for a response.</param>
/// <param name="XRayCause">The header of that name, if any.</param>
sealed record RuntimeAnswer(AnswerKind Kind, byte[] Body, string? ContentType, string? ErrorType, string? XRayCause);
