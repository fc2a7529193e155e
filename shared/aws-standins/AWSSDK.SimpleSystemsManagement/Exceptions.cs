using System;
using System.Net;
using Amazon.Runtime;

namespace Amazon.SimpleSystemsManagement
{
    public partial class AmazonSimpleSystemsManagementException : AmazonServiceException
    {
        public AmazonSimpleSystemsManagementException(string message) : base(message) { }
        public AmazonSimpleSystemsManagementException(string message, Exception innerException) : base(message, innerException) { }
        public AmazonSimpleSystemsManagementException(Exception innerException) : base(innerException.Message, innerException) { }
        public AmazonSimpleSystemsManagementException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public AmazonSimpleSystemsManagementException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}

namespace Amazon.SimpleSystemsManagement.Model
{
    public partial class HierarchyLevelLimitExceededException : AmazonSimpleSystemsManagementException
    {
        public HierarchyLevelLimitExceededException(string message) : base(message) { }
        public HierarchyLevelLimitExceededException(string message, Exception innerException) : base(message, innerException) { }
        public HierarchyLevelLimitExceededException(Exception innerException) : base(innerException) { }
        public HierarchyLevelLimitExceededException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public HierarchyLevelLimitExceededException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class HierarchyTypeMismatchException : AmazonSimpleSystemsManagementException
    {
        public HierarchyTypeMismatchException(string message) : base(message) { }
        public HierarchyTypeMismatchException(string message, Exception innerException) : base(message, innerException) { }
        public HierarchyTypeMismatchException(Exception innerException) : base(innerException) { }
        public HierarchyTypeMismatchException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public HierarchyTypeMismatchException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class IncompatiblePolicyException : AmazonSimpleSystemsManagementException
    {
        public IncompatiblePolicyException(string message) : base(message) { }
        public IncompatiblePolicyException(string message, Exception innerException) : base(message, innerException) { }
        public IncompatiblePolicyException(Exception innerException) : base(innerException) { }
        public IncompatiblePolicyException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public IncompatiblePolicyException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InternalServerErrorException : AmazonSimpleSystemsManagementException
    {
        public InternalServerErrorException(string message) : base(message) { }
        public InternalServerErrorException(string message, Exception innerException) : base(message, innerException) { }
        public InternalServerErrorException(Exception innerException) : base(innerException) { }
        public InternalServerErrorException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InternalServerErrorException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidAllowedPatternException : AmazonSimpleSystemsManagementException
    {
        public InvalidAllowedPatternException(string message) : base(message) { }
        public InvalidAllowedPatternException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidAllowedPatternException(Exception innerException) : base(innerException) { }
        public InvalidAllowedPatternException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidAllowedPatternException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidFilterKeyException : AmazonSimpleSystemsManagementException
    {
        public InvalidFilterKeyException(string message) : base(message) { }
        public InvalidFilterKeyException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidFilterKeyException(Exception innerException) : base(innerException) { }
        public InvalidFilterKeyException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidFilterKeyException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidFilterOptionException : AmazonSimpleSystemsManagementException
    {
        public InvalidFilterOptionException(string message) : base(message) { }
        public InvalidFilterOptionException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidFilterOptionException(Exception innerException) : base(innerException) { }
        public InvalidFilterOptionException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidFilterOptionException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidFilterValueException : AmazonSimpleSystemsManagementException
    {
        public InvalidFilterValueException(string message) : base(message) { }
        public InvalidFilterValueException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidFilterValueException(Exception innerException) : base(innerException) { }
        public InvalidFilterValueException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidFilterValueException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidKeyIdException : AmazonSimpleSystemsManagementException
    {
        public InvalidKeyIdException(string message) : base(message) { }
        public InvalidKeyIdException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidKeyIdException(Exception innerException) : base(innerException) { }
        public InvalidKeyIdException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidKeyIdException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidNextTokenException : AmazonSimpleSystemsManagementException
    {
        public InvalidNextTokenException(string message) : base(message) { }
        public InvalidNextTokenException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidNextTokenException(Exception innerException) : base(innerException) { }
        public InvalidNextTokenException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidNextTokenException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidPolicyAttributeException : AmazonSimpleSystemsManagementException
    {
        public InvalidPolicyAttributeException(string message) : base(message) { }
        public InvalidPolicyAttributeException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidPolicyAttributeException(Exception innerException) : base(innerException) { }
        public InvalidPolicyAttributeException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidPolicyAttributeException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class InvalidPolicyTypeException : AmazonSimpleSystemsManagementException
    {
        public InvalidPolicyTypeException(string message) : base(message) { }
        public InvalidPolicyTypeException(string message, Exception innerException) : base(message, innerException) { }
        public InvalidPolicyTypeException(Exception innerException) : base(innerException) { }
        public InvalidPolicyTypeException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public InvalidPolicyTypeException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ParameterAlreadyExistsException : AmazonSimpleSystemsManagementException
    {
        public ParameterAlreadyExistsException(string message) : base(message) { }
        public ParameterAlreadyExistsException(string message, Exception innerException) : base(message, innerException) { }
        public ParameterAlreadyExistsException(Exception innerException) : base(innerException) { }
        public ParameterAlreadyExistsException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ParameterAlreadyExistsException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ParameterLimitExceededException : AmazonSimpleSystemsManagementException
    {
        public ParameterLimitExceededException(string message) : base(message) { }
        public ParameterLimitExceededException(string message, Exception innerException) : base(message, innerException) { }
        public ParameterLimitExceededException(Exception innerException) : base(innerException) { }
        public ParameterLimitExceededException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ParameterLimitExceededException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ParameterMaxVersionLimitExceededException : AmazonSimpleSystemsManagementException
    {
        public ParameterMaxVersionLimitExceededException(string message) : base(message) { }
        public ParameterMaxVersionLimitExceededException(string message, Exception innerException) : base(message, innerException) { }
        public ParameterMaxVersionLimitExceededException(Exception innerException) : base(innerException) { }
        public ParameterMaxVersionLimitExceededException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ParameterMaxVersionLimitExceededException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ParameterNotFoundException : AmazonSimpleSystemsManagementException
    {
        public ParameterNotFoundException(string message) : base(message) { }
        public ParameterNotFoundException(string message, Exception innerException) : base(message, innerException) { }
        public ParameterNotFoundException(Exception innerException) : base(innerException) { }
        public ParameterNotFoundException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ParameterNotFoundException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ParameterPatternMismatchException : AmazonSimpleSystemsManagementException
    {
        public ParameterPatternMismatchException(string message) : base(message) { }
        public ParameterPatternMismatchException(string message, Exception innerException) : base(message, innerException) { }
        public ParameterPatternMismatchException(Exception innerException) : base(innerException) { }
        public ParameterPatternMismatchException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ParameterPatternMismatchException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class ParameterVersionNotFoundException : AmazonSimpleSystemsManagementException
    {
        public ParameterVersionNotFoundException(string message) : base(message) { }
        public ParameterVersionNotFoundException(string message, Exception innerException) : base(message, innerException) { }
        public ParameterVersionNotFoundException(Exception innerException) : base(innerException) { }
        public ParameterVersionNotFoundException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public ParameterVersionNotFoundException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class PoliciesLimitExceededException : AmazonSimpleSystemsManagementException
    {
        public PoliciesLimitExceededException(string message) : base(message) { }
        public PoliciesLimitExceededException(string message, Exception innerException) : base(message, innerException) { }
        public PoliciesLimitExceededException(Exception innerException) : base(innerException) { }
        public PoliciesLimitExceededException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public PoliciesLimitExceededException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class TooManyUpdatesException : AmazonSimpleSystemsManagementException
    {
        public TooManyUpdatesException(string message) : base(message) { }
        public TooManyUpdatesException(string message, Exception innerException) : base(message, innerException) { }
        public TooManyUpdatesException(Exception innerException) : base(innerException) { }
        public TooManyUpdatesException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public TooManyUpdatesException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }

    public partial class UnsupportedParameterTypeException : AmazonSimpleSystemsManagementException
    {
        public UnsupportedParameterTypeException(string message) : base(message) { }
        public UnsupportedParameterTypeException(string message, Exception innerException) : base(message, innerException) { }
        public UnsupportedParameterTypeException(Exception innerException) : base(innerException) { }
        public UnsupportedParameterTypeException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, errorType, errorCode, requestId, statusCode) { }
        public UnsupportedParameterTypeException(string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode) : base(message, innerException, errorType, errorCode, requestId, statusCode) { }
    }
}
