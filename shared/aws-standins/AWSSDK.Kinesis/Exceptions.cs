using System;
using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis
{
    public partial class AmazonKinesisException : AmazonServiceException
    {
        public AmazonKinesisException(string message) : base(message) { }
        public AmazonKinesisException(string message, Exception innerException) : base(message, innerException) { }
        public AmazonKinesisException(Exception innerException) : base(innerException.Message, innerException) { }
        public AmazonKinesisException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public AmazonKinesisException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}

namespace Amazon.Kinesis.Model
{
    public partial class AccessDeniedException : AmazonKinesisException
    {
        public AccessDeniedException(string message) : base(message) { }
        public AccessDeniedException(string message, Exception innerException) : base(message, innerException) { }
        public AccessDeniedException(Exception innerException) : base(innerException) { }
        public AccessDeniedException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public AccessDeniedException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InternalFailureException : AmazonKinesisException
    {
        public InternalFailureException(string message) : base(message) { }
        public InternalFailureException(string message, Exception innerException) : base(message, innerException) { }
        public InternalFailureException(Exception innerException) : base(innerException) { }
        public InternalFailureException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InternalFailureException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidArgumentException : AmazonKinesisException
    {
        public InvalidArgumentException(string message) : base(message) { }
        public InvalidArgumentException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidArgumentException(Exception innerException) : base(innerException) { }
        public InvalidArgumentException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidArgumentException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSAccessDeniedException : AmazonKinesisException
    {
        public KMSAccessDeniedException(string message) : base(message) { }
        public KMSAccessDeniedException(string message, Exception innerException) : base(message, innerException) { }
        public KMSAccessDeniedException(Exception innerException) : base(innerException) { }
        public KMSAccessDeniedException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSAccessDeniedException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSDisabledException : AmazonKinesisException
    {
        public KMSDisabledException(string message) : base(message) { }
        public KMSDisabledException(string message, Exception innerException) : base(message, innerException) { }
        public KMSDisabledException(Exception innerException) : base(innerException) { }
        public KMSDisabledException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSDisabledException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSInvalidStateException : AmazonKinesisException
    {
        public KMSInvalidStateException(string message) : base(message) { }
        public KMSInvalidStateException(string message, Exception innerException) : base(message, innerException) { }
        public KMSInvalidStateException(Exception innerException) : base(innerException) { }
        public KMSInvalidStateException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSInvalidStateException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSNotFoundException : AmazonKinesisException
    {
        public KMSNotFoundException(string message) : base(message) { }
        public KMSNotFoundException(string message, Exception innerException) : base(message, innerException) { }
        public KMSNotFoundException(Exception innerException) : base(innerException) { }
        public KMSNotFoundException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSNotFoundException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSOptInRequiredException : AmazonKinesisException
    {
        public KMSOptInRequiredException(string message) : base(message) { }
        public KMSOptInRequiredException(string message, Exception innerException) : base(message, innerException) { }
        public KMSOptInRequiredException(Exception innerException) : base(innerException) { }
        public KMSOptInRequiredException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSOptInRequiredException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSThrottlingException : AmazonKinesisException
    {
        public KMSThrottlingException(string message) : base(message) { }
        public KMSThrottlingException(string message, Exception innerException) : base(message, innerException) { }
        public KMSThrottlingException(Exception innerException) : base(innerException) { }
        public KMSThrottlingException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSThrottlingException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ProvisionedThroughputExceededException : AmazonKinesisException
    {
        public ProvisionedThroughputExceededException(string message) : base(message) { }
        public ProvisionedThroughputExceededException(string message, Exception innerException) : base(message, innerException) { }
        public ProvisionedThroughputExceededException(Exception innerException) : base(innerException) { }
        public ProvisionedThroughputExceededException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ProvisionedThroughputExceededException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ResourceNotFoundException : AmazonKinesisException
    {
        public ResourceNotFoundException(string message) : base(message) { }
        public ResourceNotFoundException(string message, Exception innerException) : base(message, innerException) { }
        public ResourceNotFoundException(Exception innerException) : base(innerException) { }
        public ResourceNotFoundException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ResourceNotFoundException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}
