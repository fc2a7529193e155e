using System;
using System.Net;
using Amazon.Runtime;

namespace Amazon.KinesisFirehose
{
    public partial class AmazonKinesisFirehoseException : AmazonServiceException
    {
        public AmazonKinesisFirehoseException(string message) : base(message) { }
        public AmazonKinesisFirehoseException(string message, Exception innerException) : base(message, innerException) { }
        public AmazonKinesisFirehoseException(Exception innerException) : base(innerException.Message, innerException) { }
        public AmazonKinesisFirehoseException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public AmazonKinesisFirehoseException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}

namespace Amazon.KinesisFirehose.Model
{
    public partial class InvalidArgumentException : AmazonKinesisFirehoseException
    {
        public InvalidArgumentException(string message) : base(message) { }
        public InvalidArgumentException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidArgumentException(Exception innerException) : base(innerException) { }
        public InvalidArgumentException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidArgumentException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidKMSResourceException : AmazonKinesisFirehoseException
    {
        public InvalidKMSResourceException(string message) : base(message) { }
        public InvalidKMSResourceException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidKMSResourceException(Exception innerException) : base(innerException) { }
        public InvalidKMSResourceException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidKMSResourceException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

        public string Code { get; set; }
    }

    public partial class InvalidSourceException : AmazonKinesisFirehoseException
    {
        public InvalidSourceException(string message) : base(message) { }
        public InvalidSourceException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidSourceException(Exception innerException) : base(innerException) { }
        public InvalidSourceException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidSourceException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }

        public string Code { get; set; }
    }

    public partial class ResourceNotFoundException : AmazonKinesisFirehoseException
    {
        public ResourceNotFoundException(string message) : base(message) { }
        public ResourceNotFoundException(string message, Exception innerException) : base(message, innerException) { }
        public ResourceNotFoundException(Exception innerException) : base(innerException) { }
        public ResourceNotFoundException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ResourceNotFoundException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ServiceUnavailableException : AmazonKinesisFirehoseException
    {
        public ServiceUnavailableException(string message) : base(message) { }
        public ServiceUnavailableException(string message, Exception innerException) : base(message, innerException) { }
        public ServiceUnavailableException(Exception innerException) : base(innerException) { }
        public ServiceUnavailableException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ServiceUnavailableException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}
