using System.Globalization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What a handler can ask: of the event's headers and of the environment.</summary>
sealed class LambdaContext : ILambdaContext
{
    /// <summary>Counted where the deadline is unknown: as long as any function may run. A shorter guess could stop a handler that has time.</summary>
    public static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(15);

    readonly RuntimeApiHeaders _headers;
    readonly LambdaEnvironment _lambda;
    readonly TimeProvider _time;
    readonly DateTimeOffset _deadline;

    public LambdaContext(RuntimeApiHeaders headers, LambdaEnvironment lambda, ConsoleLog log, TimeProvider time)
    {
        (_headers, _lambda, _time, Logger) = (headers, lambda, time, log);
        var now = time.GetUtcNow();
        // Some emulators send a constant of the year 1970. A deadline that has passed before the event came is none.
        _deadline = headers.Deadline is { } deadline && deadline > now ? deadline : now + LongestTimeout;
        ClientContext = MobileClientContext.Read(headers.ClientContext);
        Identity = MobileIdentity.Read(headers.CognitoIdentity);
        MemoryLimitInMB = int.TryParse(lambda.FunctionMemorySize, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes) ? megabytes : 0;
    }

    public string AwsRequestId => _headers.AwsRequestId;

    public IClientContext ClientContext { get; }

    public string FunctionName => _lambda.FunctionName;

    public string FunctionVersion => _lambda.FunctionVersion;

    public ICognitoIdentity Identity { get; }

    public string InvokedFunctionArn => _headers.InvokedFunctionArn;

    public ILambdaLogger Logger { get; }

    public string LogGroupName => _lambda.LogGroupName;

    public string LogStreamName => _lambda.LogStreamName;

    public int MemoryLimitInMB { get; }

    /// <summary>Never negative: it goes into timers.</summary>
    public TimeSpan RemainingTime => _deadline - _time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public string TenantId => _headers.TenantId;

    public string TraceId => _headers.TraceId;

    public ILambdaSerializer Serializer { get; set; }
}
