using System.Globalization;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

public interface IRuntimeApiHeaders
{
    string AwsRequestId { get; }

    string TraceId { get; }

    string TenantId { get; }
}

/// <summary>The headers of <c>next</c>. .NET looks them up without regard to case.</summary>
sealed class RuntimeApiHeaders(HttpResponseHeaders headers) : IRuntimeApiHeaders
{
    public string AwsRequestId { get; } = First(headers, "Lambda-Runtime-Aws-Request-Id");

    public string TraceId { get; } = First(headers, "Lambda-Runtime-Trace-Id");

    public string TenantId { get; } = First(headers, "Lambda-Runtime-Aws-Tenant-Id");

    public string InvokedFunctionArn { get; } = First(headers, "Lambda-Runtime-Invoked-Function-Arn");

    public string ClientContext { get; } = First(headers, "Lambda-Runtime-Client-Context");

    public string CognitoIdentity { get; } = First(headers, "Lambda-Runtime-Cognito-Identity");

    /// <summary>Null if it is missing or no number.</summary>
    public DateTimeOffset? Deadline { get; } =
        long.TryParse(First(headers, "Lambda-Runtime-Deadline-Ms"), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms < 253402300799999
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;

    static string First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;
}
