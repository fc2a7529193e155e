using System;
using System.Net;
using Amazon.Runtime;

namespace Amazon.SimpleNotificationService
{
    public partial class AmazonSimpleNotificationServiceException : AmazonServiceException
    {
        public AmazonSimpleNotificationServiceException(string message) : base(message) { }
        public AmazonSimpleNotificationServiceException(string message, Exception innerException) : base(message, innerException) { }
        public AmazonSimpleNotificationServiceException(Exception innerException) : base(innerException.Message, innerException) { }
        public AmazonSimpleNotificationServiceException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public AmazonSimpleNotificationServiceException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}

namespace Amazon.SimpleNotificationService.Model
{
    public partial class AuthorizationErrorException : AmazonSimpleNotificationServiceException
    {
        public AuthorizationErrorException(string message) : base(message) { }
        public AuthorizationErrorException(string message, Exception innerException) : base(message, innerException) { }
        public AuthorizationErrorException(Exception innerException) : base(innerException) { }
        public AuthorizationErrorException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public AuthorizationErrorException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class BatchEntryIdsNotDistinctException : AmazonSimpleNotificationServiceException
    {
        public BatchEntryIdsNotDistinctException(string message) : base(message) { }
        public BatchEntryIdsNotDistinctException(string message, Exception innerException) : base(message, innerException) { }
        public BatchEntryIdsNotDistinctException(Exception innerException) : base(innerException) { }
        public BatchEntryIdsNotDistinctException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public BatchEntryIdsNotDistinctException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class BatchRequestTooLongException : AmazonSimpleNotificationServiceException
    {
        public BatchRequestTooLongException(string message) : base(message) { }
        public BatchRequestTooLongException(string message, Exception innerException) : base(message, innerException) { }
        public BatchRequestTooLongException(Exception innerException) : base(innerException) { }
        public BatchRequestTooLongException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public BatchRequestTooLongException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class EmptyBatchRequestException : AmazonSimpleNotificationServiceException
    {
        public EmptyBatchRequestException(string message) : base(message) { }
        public EmptyBatchRequestException(string message, Exception innerException) : base(message, innerException) { }
        public EmptyBatchRequestException(Exception innerException) : base(innerException) { }
        public EmptyBatchRequestException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public EmptyBatchRequestException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class EndpointDisabledException : AmazonSimpleNotificationServiceException
    {
        public EndpointDisabledException(string message) : base(message) { }
        public EndpointDisabledException(string message, Exception innerException) : base(message, innerException) { }
        public EndpointDisabledException(Exception innerException) : base(innerException) { }
        public EndpointDisabledException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public EndpointDisabledException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InternalErrorException : AmazonSimpleNotificationServiceException
    {
        public InternalErrorException(string message) : base(message) { }
        public InternalErrorException(string message, Exception innerException) : base(message, innerException) { }
        public InternalErrorException(Exception innerException) : base(innerException) { }
        public InternalErrorException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InternalErrorException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidBatchEntryIdException : AmazonSimpleNotificationServiceException
    {
        public InvalidBatchEntryIdException(string message) : base(message) { }
        public InvalidBatchEntryIdException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidBatchEntryIdException(Exception innerException) : base(innerException) { }
        public InvalidBatchEntryIdException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidBatchEntryIdException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidParameterException : AmazonSimpleNotificationServiceException
    {
        public InvalidParameterException(string message) : base(message) { }
        public InvalidParameterException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidParameterException(Exception innerException) : base(innerException) { }
        public InvalidParameterException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidParameterException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidParameterValueException : AmazonSimpleNotificationServiceException
    {
        public InvalidParameterValueException(string message) : base(message) { }
        public InvalidParameterValueException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidParameterValueException(Exception innerException) : base(innerException) { }
        public InvalidParameterValueException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidParameterValueException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidSecurityException : AmazonSimpleNotificationServiceException
    {
        public InvalidSecurityException(string message) : base(message) { }
        public InvalidSecurityException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidSecurityException(Exception innerException) : base(innerException) { }
        public InvalidSecurityException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidSecurityException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSAccessDeniedException : AmazonSimpleNotificationServiceException
    {
        public KMSAccessDeniedException(string message) : base(message) { }
        public KMSAccessDeniedException(string message, Exception innerException) : base(message, innerException) { }
        public KMSAccessDeniedException(Exception innerException) : base(innerException) { }
        public KMSAccessDeniedException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSAccessDeniedException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSDisabledException : AmazonSimpleNotificationServiceException
    {
        public KMSDisabledException(string message) : base(message) { }
        public KMSDisabledException(string message, Exception innerException) : base(message, innerException) { }
        public KMSDisabledException(Exception innerException) : base(innerException) { }
        public KMSDisabledException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSDisabledException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSInvalidStateException : AmazonSimpleNotificationServiceException
    {
        public KMSInvalidStateException(string message) : base(message) { }
        public KMSInvalidStateException(string message, Exception innerException) : base(message, innerException) { }
        public KMSInvalidStateException(Exception innerException) : base(innerException) { }
        public KMSInvalidStateException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSInvalidStateException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSNotFoundException : AmazonSimpleNotificationServiceException
    {
        public KMSNotFoundException(string message) : base(message) { }
        public KMSNotFoundException(string message, Exception innerException) : base(message, innerException) { }
        public KMSNotFoundException(Exception innerException) : base(innerException) { }
        public KMSNotFoundException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSNotFoundException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSOptInRequiredException : AmazonSimpleNotificationServiceException
    {
        public KMSOptInRequiredException(string message) : base(message) { }
        public KMSOptInRequiredException(string message, Exception innerException) : base(message, innerException) { }
        public KMSOptInRequiredException(Exception innerException) : base(innerException) { }
        public KMSOptInRequiredException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSOptInRequiredException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class KMSThrottlingException : AmazonSimpleNotificationServiceException
    {
        public KMSThrottlingException(string message) : base(message) { }
        public KMSThrottlingException(string message, Exception innerException) : base(message, innerException) { }
        public KMSThrottlingException(Exception innerException) : base(innerException) { }
        public KMSThrottlingException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public KMSThrottlingException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class NotFoundException : AmazonSimpleNotificationServiceException
    {
        public NotFoundException(string message) : base(message) { }
        public NotFoundException(string message, Exception innerException) : base(message, innerException) { }
        public NotFoundException(Exception innerException) : base(innerException) { }
        public NotFoundException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public NotFoundException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class PlatformApplicationDisabledException : AmazonSimpleNotificationServiceException
    {
        public PlatformApplicationDisabledException(string message) : base(message) { }
        public PlatformApplicationDisabledException(string message, Exception innerException) : base(message, innerException) { }
        public PlatformApplicationDisabledException(Exception innerException) : base(innerException) { }
        public PlatformApplicationDisabledException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public PlatformApplicationDisabledException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class TooManyEntriesInBatchRequestException : AmazonSimpleNotificationServiceException
    {
        public TooManyEntriesInBatchRequestException(string message) : base(message) { }
        public TooManyEntriesInBatchRequestException(string message, Exception innerException) : base(message, innerException) { }
        public TooManyEntriesInBatchRequestException(Exception innerException) : base(innerException) { }
        public TooManyEntriesInBatchRequestException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public TooManyEntriesInBatchRequestException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ValidationException : AmazonSimpleNotificationServiceException
    {
        public ValidationException(string message) : base(message) { }
        public ValidationException(string message, Exception innerException) : base(message, innerException) { }
        public ValidationException(Exception innerException) : base(innerException) { }
        public ValidationException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ValidationException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}
