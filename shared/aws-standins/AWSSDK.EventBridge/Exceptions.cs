using System;
using System.Net;
using Amazon.Runtime;

namespace Amazon.EventBridge
{
    public partial class AmazonEventBridgeException : AmazonServiceException
    {
        public AmazonEventBridgeException(string message) : base(message) { }
        public AmazonEventBridgeException(string message, Exception innerException) : base(message, innerException) { }
        public AmazonEventBridgeException(Exception innerException) : base(innerException.Message, innerException) { }
        public AmazonEventBridgeException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public AmazonEventBridgeException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}

namespace Amazon.EventBridge.Model
{
    public partial class InternalException : AmazonEventBridgeException
    {
        public InternalException(string message) : base(message) { }
        public InternalException(string message, Exception innerException) : base(message, innerException) { }
        public InternalException(Exception innerException) : base(innerException) { }
        public InternalException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InternalException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}
