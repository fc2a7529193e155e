using System.Text.Json;
using Amazon.Runtime.Internal.Transform;
using Amazon.SQS.Model;
using Amazon.StandIns;

namespace Amazon.SQS;

/// <summary>The wire: application/x-amz-json-1.0, targets AmazonSQS.*; the codes of the old Query protocol still come in a header.</summary>
static class Operations
{
    static readonly JsonService Service = new("Amazon.SQS", "AmazonSQS", "2012-11-05",
        new ServiceErrors((m, inner, type, code, id, status) => new AmazonSQSException(m, inner, type, code, id, status))
            .With("BatchEntryIdsNotDistinct", (m, inner, type, code, id, status) => new BatchEntryIdsNotDistinctException(m, inner, type, code, id, status))
            .With("BatchRequestTooLong", (m, inner, type, code, id, status) => new BatchRequestTooLongException(m, inner, type, code, id, status))
            .With("EmptyBatchRequest", (m, inner, type, code, id, status) => new EmptyBatchRequestException(m, inner, type, code, id, status))
            .With("InvalidAddress", (m, inner, type, code, id, status) => new InvalidAddressException(m, inner, type, code, id, status))
            .With("InvalidAttributeName", (m, inner, type, code, id, status) => new InvalidAttributeNameException(m, inner, type, code, id, status))
            .With("InvalidBatchEntryId", (m, inner, type, code, id, status) => new InvalidBatchEntryIdException(m, inner, type, code, id, status))
            .With("InvalidIdFormat", (m, inner, type, code, id, status) => new InvalidIdFormatException(m, inner, type, code, id, status))
            .With("InvalidMessageContents", (m, inner, type, code, id, status) => new InvalidMessageContentsException(m, inner, type, code, id, status))
            .With("InvalidSecurity", (m, inner, type, code, id, status) => new InvalidSecurityException(m, inner, type, code, id, status))
            .With("KmsAccessDenied", (m, inner, type, code, id, status) => new KmsAccessDeniedException(m, inner, type, code, id, status))
            .With("KmsDisabled", (m, inner, type, code, id, status) => new KmsDisabledException(m, inner, type, code, id, status))
            .With("KmsInvalidKeyUsage", (m, inner, type, code, id, status) => new KmsInvalidKeyUsageException(m, inner, type, code, id, status))
            .With("KmsInvalidState", (m, inner, type, code, id, status) => new KmsInvalidStateException(m, inner, type, code, id, status))
            .With("KmsNotFound", (m, inner, type, code, id, status) => new KmsNotFoundException(m, inner, type, code, id, status))
            .With("KmsOptInRequired", (m, inner, type, code, id, status) => new KmsOptInRequiredException(m, inner, type, code, id, status))
            .With("KmsThrottled", (m, inner, type, code, id, status) => new KmsThrottledException(m, inner, type, code, id, status))
            .With("MessageNotInflight", (m, inner, type, code, id, status) => new MessageNotInflightException(m, inner, type, code, id, status))
            .With("OverLimit", (m, inner, type, code, id, status) => new OverLimitException(m, inner, type, code, id, status))
            .With("QueueDoesNotExist", (m, inner, type, code, id, status) => new QueueDoesNotExistException(m, inner, type, code, id, status))
            .With("ReceiptHandleIsInvalid", (m, inner, type, code, id, status) => new ReceiptHandleIsInvalidException(m, inner, type, code, id, status))
            .With("RequestThrottled", (m, inner, type, code, id, status) => new RequestThrottledException(m, inner, type, code, id, status))
            .With("TooManyEntriesInBatchRequest", (m, inner, type, code, id, status) => new TooManyEntriesInBatchRequestException(m, inner, type, code, id, status))
            .With("UnsupportedOperation", (m, inner, type, code, id, status) => new UnsupportedOperationException(m, inner, type, code, id, status)),
        contentType: "application/x-amz-json-1.0", queryCompatible: true);

    internal static readonly JsonOperation<SendMessageRequest, SendMessageResponse> SendMessage = new(
        Service, nameof(SendMessage),
        (json, request) =>
        {
            json.Member("DelaySeconds", request.DelaySeconds);
            json.Member("MessageAttributes", request.MessageAttributes, Write);
            json.Member("MessageBody", request.MessageBody);
            json.Member("MessageDeduplicationId", request.MessageDeduplicationId);
            json.Member("MessageGroupId", request.MessageGroupId);
            json.Member("MessageSystemAttributes", request.MessageSystemAttributes, Write);
            json.Member("QueueUrl", request.QueueUrl);
        },
        new(Json.String<SendMessageResponse>("MD5OfMessageAttributes", (it, value) => it.MD5OfMessageAttributes = value),
            Json.String<SendMessageResponse>("MD5OfMessageBody", (it, value) => it.MD5OfMessageBody = value),
            Json.String<SendMessageResponse>("MD5OfMessageSystemAttributes", (it, value) => it.MD5OfMessageSystemAttributes = value),
            Json.String<SendMessageResponse>("MessageId", (it, value) => it.MessageId = value),
            Json.String<SendMessageResponse>("SequenceNumber", (it, value) => it.SequenceNumber = value)));

    internal static readonly JsonOperation<SendMessageBatchRequest, SendMessageBatchResponse> SendMessageBatch = new(
        Service, nameof(SendMessageBatch),
        (json, request) =>
        {
            json.Member("Entries", request.Entries, Write);
            json.Member("QueueUrl", request.QueueUrl);
        },
        new(Json.List<SendMessageBatchResponse, BatchResultErrorEntry>("Failed", Failure(), (it, value) => it.Failed = value),
            Json.List<SendMessageBatchResponse, SendMessageBatchResultEntry>("Successful", Sent(), (it, value) => it.Successful = value)));

    internal static readonly JsonOperation<ReceiveMessageRequest, ReceiveMessageResponse> ReceiveMessage = new(
        Service, nameof(ReceiveMessage),
        (json, request) =>
        {
            json.Member("MaxNumberOfMessages", request.MaxNumberOfMessages);
            json.Member("MessageAttributeNames", request.MessageAttributeNames);
            json.Member("MessageSystemAttributeNames", request.MessageSystemAttributeNames);
            json.Member("QueueUrl", request.QueueUrl);
            json.Member("ReceiveRequestAttemptId", request.ReceiveRequestAttemptId);
            json.Member("VisibilityTimeout", request.VisibilityTimeout);
            json.Member("WaitTimeSeconds", request.WaitTimeSeconds);
        },
        new(Json.List<ReceiveMessageResponse, Message>("Messages", Received(), (it, value) => it.Messages = value)));

    internal static readonly JsonOperation<DeleteMessageRequest, DeleteMessageResponse> DeleteMessage = new(
        Service, nameof(DeleteMessage),
        (json, request) =>
        {
            json.Member("QueueUrl", request.QueueUrl);
            json.Member("ReceiptHandle", request.ReceiptHandle);
        },
        new());

    internal static readonly JsonOperation<DeleteMessageBatchRequest, DeleteMessageBatchResponse> DeleteMessageBatch = new(
        Service, nameof(DeleteMessageBatch),
        (json, request) =>
        {
            json.Member("Entries", request.Entries, Write);
            json.Member("QueueUrl", request.QueueUrl);
        },
        new(Json.List<DeleteMessageBatchResponse, BatchResultErrorEntry>("Failed", Failure(), (it, value) => it.Failed = value),
            Json.List<DeleteMessageBatchResponse, DeleteMessageBatchResultEntry>("Successful", Deleted(), (it, value) => it.Successful = value)));

    internal static readonly JsonOperation<GetQueueUrlRequest, GetQueueUrlResponse> GetQueueUrl = new(
        Service, nameof(GetQueueUrl),
        (json, request) =>
        {
            json.Member("QueueName", request.QueueName);
            json.Member("QueueOwnerAWSAccountId", request.QueueOwnerAWSAccountId);
        },
        new(Json.String<GetQueueUrlResponse>("QueueUrl", (it, value) => it.QueueUrl = value)));

    internal static readonly JsonOperation<GetQueueAttributesRequest, GetQueueAttributesResponse> GetQueueAttributes = new(
        Service, nameof(GetQueueAttributes),
        (json, request) =>
        {
            json.Member("AttributeNames", request.AttributeNames);
            json.Member("QueueUrl", request.QueueUrl);
        },
        new(Json.Map<GetQueueAttributesResponse, string>("Attributes", StringUnmarshaller.Instance, (it, value) => it.Attributes = value)));

    internal static readonly JsonOperation<ChangeMessageVisibilityRequest, ChangeMessageVisibilityResponse> ChangeMessageVisibility = new(
        Service, nameof(ChangeMessageVisibility),
        (json, request) =>
        {
            json.Member("QueueUrl", request.QueueUrl);
            json.Member("ReceiptHandle", request.ReceiptHandle);
            json.Member("VisibilityTimeout", request.VisibilityTimeout);
        },
        new());

    static void Write(Utf8JsonWriter json, SendMessageBatchRequestEntry value)
    {
        json.Member("DelaySeconds", value.DelaySeconds);
        json.Member("Id", value.Id);
        json.Member("MessageAttributes", value.MessageAttributes, Write);
        json.Member("MessageBody", value.MessageBody);
        json.Member("MessageDeduplicationId", value.MessageDeduplicationId);
        json.Member("MessageGroupId", value.MessageGroupId);
        json.Member("MessageSystemAttributes", value.MessageSystemAttributes, Write);
    }

    static void Write(Utf8JsonWriter json, DeleteMessageBatchRequestEntry value)
    {
        json.Member("Id", value.Id);
        json.Member("ReceiptHandle", value.ReceiptHandle);
    }

    static void Write(Utf8JsonWriter json, MessageAttributeValue value)
    {
        json.Member("BinaryListValues", value.BinaryListValues);
        json.Member("BinaryValue", value.BinaryValue);
        json.Member("DataType", value.DataType);
        json.Member("StringListValues", value.StringListValues);
        json.Member("StringValue", value.StringValue);
    }

    static void Write(Utf8JsonWriter json, MessageSystemAttributeValue value)
    {
        json.Member("BinaryListValues", value.BinaryListValues);
        json.Member("BinaryValue", value.BinaryValue);
        json.Member("DataType", value.DataType);
        json.Member("StringListValues", value.StringListValues);
        json.Member("StringValue", value.StringValue);
    }

    static JsonShape<BatchResultErrorEntry> Failure() => new(
        Json.String<BatchResultErrorEntry>("Code", (it, value) => it.Code = value),
        Json.String<BatchResultErrorEntry>("Id", (it, value) => it.Id = value),
        Json.String<BatchResultErrorEntry>("Message", (it, value) => it.Message = value),
        Json.Bool<BatchResultErrorEntry>("SenderFault", (it, value) => it.SenderFault = value));

    static JsonShape<SendMessageBatchResultEntry> Sent() => new(
        Json.String<SendMessageBatchResultEntry>("Id", (it, value) => it.Id = value),
        Json.String<SendMessageBatchResultEntry>("MD5OfMessageAttributes", (it, value) => it.MD5OfMessageAttributes = value),
        Json.String<SendMessageBatchResultEntry>("MD5OfMessageBody", (it, value) => it.MD5OfMessageBody = value),
        Json.String<SendMessageBatchResultEntry>("MD5OfMessageSystemAttributes", (it, value) => it.MD5OfMessageSystemAttributes = value),
        Json.String<SendMessageBatchResultEntry>("MessageId", (it, value) => it.MessageId = value),
        Json.String<SendMessageBatchResultEntry>("SequenceNumber", (it, value) => it.SequenceNumber = value));

    static JsonShape<DeleteMessageBatchResultEntry> Deleted() => new(
        Json.String<DeleteMessageBatchResultEntry>("Id", (it, value) => it.Id = value));

    static JsonShape<Message> Received() => new(
        Json.Map<Message, string>("Attributes", StringUnmarshaller.Instance, (it, value) => it.Attributes = value),
        Json.String<Message>("Body", (it, value) => it.Body = value),
        Json.String<Message>("MD5OfBody", (it, value) => it.MD5OfBody = value),
        Json.String<Message>("MD5OfMessageAttributes", (it, value) => it.MD5OfMessageAttributes = value),
        Json.Map<Message, MessageAttributeValue>("MessageAttributes", Attribute(), (it, value) => it.MessageAttributes = value),
        Json.String<Message>("MessageId", (it, value) => it.MessageId = value),
        Json.String<Message>("ReceiptHandle", (it, value) => it.ReceiptHandle = value));

    static JsonShape<MessageAttributeValue> Attribute() => new(
        Json.Bytes<MessageAttributeValue>("BinaryValue", (it, value) => it.BinaryValue = value),
        Json.String<MessageAttributeValue>("DataType", (it, value) => it.DataType = value),
        Json.String<MessageAttributeValue>("StringValue", (it, value) => it.StringValue = value));
}
