namespace Amazon.Lambda.Core;

/// <summary>What a handler can ask about the invocation and the environment it runs in.</summary>
public interface ILambdaContext
{
    string AwsRequestId { get; }

    /// <summary>Only set when the caller is the mobile SDK or sends the client context header; else <c>null</c>.</summary>
    IClientContext ClientContext { get; }

    string FunctionName { get; }

    string FunctionVersion { get; }

    /// <summary>Only set when the caller is authorised by Cognito; else <c>null</c>.</summary>
    ICognitoIdentity Identity { get; }

    string InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string LogGroupName { get; }

    string LogStreamName { get; }

    int MemoryLimitInMB { get; }

    TimeSpan RemainingTime { get; }

    // The members below came after the first release, hence their default bodies: older implementations still compile.

    /// <summary>Set for functions with tenant isolation; else <c>null</c>.</summary>
    string TenantId => null;

    string TraceId => null;

    /// <summary>The serializer of the handler, where it has one.</summary>
    ILambdaSerializer Serializer => null;
}
