using System.Net;
using Amazon.Runtime;

namespace Sluice;

/// <summary>Tells the failures of an AWS call that may pass from those that will not.</summary>
public static class AwsErrors
{
    /// <summary>Throttling, 5xx, and connections that broke: worth another try.</summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        AmazonUnmarshallingException => true,      // an answer that was cut: it may or may not have been done
        AmazonServiceException service => service.StatusCode >= HttpStatusCode.InternalServerError
            || service.StatusCode == HttpStatusCode.TooManyRequests
            || IsThrottling(service.ErrorCode)
            || service.InnerException is HttpRequestException or IOException,
        HttpRequestException or IOException or TimeoutException => true,
        AmazonClientException { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    static bool IsThrottling(string? code) => code is not null
        && (code.Contains("Throttl", StringComparison.Ordinal) || code.Contains("SlowDown", StringComparison.Ordinal)
            || code is "ServiceUnavailableException" or "ProvisionedThroughputExceededException" or "LimitExceededException" or "RequestLimitExceeded" or "InternalFailure"
                // S3 begins to answer a copy with 200 and may still fail in the body.
                or "InternalError" or "ServiceUnavailable" or "RequestTimeout");
}
