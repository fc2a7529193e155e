namespace Sluice.Local;

/// <summary>The calls that a runtime makes.</summary>
enum RuntimeApiOperation
{
    Unknown,
    Ping,
    Next,
    Response,
    Error,
    InitError,
    RestoreNext,
    RestoreError,
}

/// <summary>One call of a runtime, as a fault script sees it before it is handled.</summary>
/// <param name="Number">1 for the first call of any kind at this Runtime API, then counting.</param>
/// <param name="RequestId">From the path; null where the call has none.</param>
/// <param name="Headers">Of the request; names are matched case-insensitively.</param>
/// <param name="ConnectionId">Tells kept-alive connections apart.</param>
sealed record RuntimeApiCall(
    int Number,
    string Method,
    string Path,
    RuntimeApiOperation Operation,
    string? RequestId,
    IReadOnlyDictionary<string, string> Headers,
    string ConnectionId);

/// <summary>Where the connection is cut.</summary>
enum Cut
{
    Nowhere,

    /// <summary>As the request arrives: nothing happened.</summary>
    BeforeHandling,

    /// <summary>The call took effect, its reply is lost.</summary>
    BeforeReply,

    /// <summary>Headers and half of the reply's body arrive.</summary>
    DuringReply,

    /// <summary>The reply arrives, then the connection ends.</summary>
    AfterReply,
}

/// <summary>What a test makes the Runtime API do wrong with one call.</summary>
sealed record RuntimeApiFault
{
    /// <summary>Answered instead of handling the call.</summary>
    public int? Status { get; init; }

    /// <summary>The body of <see cref="Status"/>.</summary>
    public string Body { get; init; } = """{"errorMessage":"scripted","errorType":"Scripted"}""";

    /// <summary>The call is held until this completes.</summary>
    public Task? Until { get; init; }

    /// <summary>Headers of the reply to set, or to leave out where the value is null.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where the connection is cut.</summary>
    public Cut Cut { get; init; }
}
