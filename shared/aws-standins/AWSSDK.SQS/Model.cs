using System.Collections.Generic;
using System.IO;
using Amazon.Runtime;
using Amazon.StandIns;

namespace Amazon.SQS
{
    public partial class AmazonSQSRequest : AmazonWebServiceRequest
    {
    }
}

namespace Amazon.SQS.Model
{
    public partial class SendMessageRequest : AmazonSQSRequest
    {
        public SendMessageRequest() { }

        public SendMessageRequest(string queueUrl, string messageBody) => (QueueUrl, MessageBody) = (queueUrl, messageBody);

        public int? DelaySeconds { get; set; }
        public Dictionary<string, MessageAttributeValue> MessageAttributes { get; set; } = Initially.Map<MessageAttributeValue>();
        public string MessageBody { get; set; }
        public string MessageDeduplicationId { get; set; }
        public string MessageGroupId { get; set; }
        public Dictionary<string, MessageSystemAttributeValue> MessageSystemAttributes { get; set; } = Initially.Map<MessageSystemAttributeValue>();
        public string QueueUrl { get; set; }
    }

    public partial class SendMessageResponse : AmazonWebServiceResponse
    {
        public string MD5OfMessageAttributes { get; set; }
        public string MD5OfMessageBody { get; set; }
        public string MD5OfMessageSystemAttributes { get; set; }
        public string MessageId { get; set; }
        public string SequenceNumber { get; set; }
    }

    public partial class SendMessageBatchRequest : AmazonSQSRequest
    {
        public SendMessageBatchRequest() { }

        public SendMessageBatchRequest(string queueUrl, List<SendMessageBatchRequestEntry> entries) => (QueueUrl, Entries) = (queueUrl, entries);

        public List<SendMessageBatchRequestEntry> Entries { get; set; } = Initially.List<SendMessageBatchRequestEntry>();
        public string QueueUrl { get; set; }
    }

    public partial class SendMessageBatchRequestEntry
    {
        public SendMessageBatchRequestEntry() { }

        public SendMessageBatchRequestEntry(string id, string messageBody) => (Id, MessageBody) = (id, messageBody);

        public int? DelaySeconds { get; set; }
        public string Id { get; set; }
        public Dictionary<string, MessageAttributeValue> MessageAttributes { get; set; } = Initially.Map<MessageAttributeValue>();
        public string MessageBody { get; set; }
        public string MessageDeduplicationId { get; set; }
        public string MessageGroupId { get; set; }
        public Dictionary<string, MessageSystemAttributeValue> MessageSystemAttributes { get; set; } = Initially.Map<MessageSystemAttributeValue>();
    }

    public partial class SendMessageBatchResponse : AmazonWebServiceResponse
    {
        public List<BatchResultErrorEntry> Failed { get; set; } = Initially.List<BatchResultErrorEntry>();
        public List<SendMessageBatchResultEntry> Successful { get; set; } = Initially.List<SendMessageBatchResultEntry>();
    }

    public partial class SendMessageBatchResultEntry
    {
        public string Id { get; set; }
        public string MD5OfMessageAttributes { get; set; }
        public string MD5OfMessageBody { get; set; }
        public string MD5OfMessageSystemAttributes { get; set; }
        public string MessageId { get; set; }
        public string SequenceNumber { get; set; }
    }

    public partial class BatchResultErrorEntry
    {
        public string Code { get; set; }
        public string Id { get; set; }
        public string Message { get; set; }
        public bool? SenderFault { get; set; }
    }

    public partial class MessageAttributeValue
    {
        public List<MemoryStream> BinaryListValues { get; set; } = Initially.List<MemoryStream>();
        public MemoryStream BinaryValue { get; set; }
        public string DataType { get; set; }
        public List<string> StringListValues { get; set; } = Initially.List<string>();
        public string StringValue { get; set; }
    }

    public partial class MessageSystemAttributeValue
    {
        public List<MemoryStream> BinaryListValues { get; set; } = Initially.List<MemoryStream>();
        public MemoryStream BinaryValue { get; set; }
        public string DataType { get; set; }
        public List<string> StringListValues { get; set; } = Initially.List<string>();
        public string StringValue { get; set; }
    }

    public partial class ReceiveMessageRequest : AmazonSQSRequest
    {
        public ReceiveMessageRequest() { }

        public ReceiveMessageRequest(string queueUrl) => QueueUrl = queueUrl;

        public int? MaxNumberOfMessages { get; set; }
        public List<string> MessageAttributeNames { get; set; } = Initially.List<string>();
        public List<string> MessageSystemAttributeNames { get; set; } = Initially.List<string>();
        public string QueueUrl { get; set; }
        public string ReceiveRequestAttemptId { get; set; }
        public int? VisibilityTimeout { get; set; }
        public int? WaitTimeSeconds { get; set; }
    }

    public partial class ReceiveMessageResponse : AmazonWebServiceResponse
    {
        public List<Message> Messages { get; set; } = Initially.List<Message>();
    }

    public partial class Message
    {
        public Dictionary<string, string> Attributes { get; set; } = Initially.Map<string>();
        public string Body { get; set; }
        public string MD5OfBody { get; set; }
        public string MD5OfMessageAttributes { get; set; }
        public Dictionary<string, MessageAttributeValue> MessageAttributes { get; set; } = Initially.Map<MessageAttributeValue>();
        public string MessageId { get; set; }
        public string ReceiptHandle { get; set; }
    }

    public partial class DeleteMessageRequest : AmazonSQSRequest
    {
        public DeleteMessageRequest() { }

        public DeleteMessageRequest(string queueUrl, string receiptHandle) => (QueueUrl, ReceiptHandle) = (queueUrl, receiptHandle);

        public string QueueUrl { get; set; }
        public string ReceiptHandle { get; set; }
    }

    public partial class DeleteMessageResponse : AmazonWebServiceResponse
    {
    }

    public partial class DeleteMessageBatchRequest : AmazonSQSRequest
    {
        public DeleteMessageBatchRequest() { }

        public DeleteMessageBatchRequest(string queueUrl, List<DeleteMessageBatchRequestEntry> entries) => (QueueUrl, Entries) = (queueUrl, entries);

        public List<DeleteMessageBatchRequestEntry> Entries { get; set; } = Initially.List<DeleteMessageBatchRequestEntry>();
        public string QueueUrl { get; set; }
    }

    public partial class DeleteMessageBatchRequestEntry
    {
        public DeleteMessageBatchRequestEntry() { }

        public DeleteMessageBatchRequestEntry(string id, string receiptHandle) => (Id, ReceiptHandle) = (id, receiptHandle);

        public string Id { get; set; }
        public string ReceiptHandle { get; set; }
    }

    public partial class DeleteMessageBatchResponse : AmazonWebServiceResponse
    {
        public List<BatchResultErrorEntry> Failed { get; set; } = Initially.List<BatchResultErrorEntry>();
        public List<DeleteMessageBatchResultEntry> Successful { get; set; } = Initially.List<DeleteMessageBatchResultEntry>();
    }

    public partial class DeleteMessageBatchResultEntry
    {
        public string Id { get; set; }
    }

    public partial class GetQueueUrlRequest : AmazonSQSRequest
    {
        public GetQueueUrlRequest() { }

        public GetQueueUrlRequest(string queueName) => QueueName = queueName;

        public string QueueName { get; set; }
        public string QueueOwnerAWSAccountId { get; set; }
    }

    public partial class GetQueueUrlResponse : AmazonWebServiceResponse
    {
        public string QueueUrl { get; set; }
    }

    public partial class GetQueueAttributesRequest : AmazonSQSRequest
    {
        public GetQueueAttributesRequest() { }

        public GetQueueAttributesRequest(string queueUrl, List<string> attributeNames) => (QueueUrl, AttributeNames) = (queueUrl, attributeNames);

        public List<string> AttributeNames { get; set; } = Initially.List<string>();
        public string QueueUrl { get; set; }
    }

    public partial class GetQueueAttributesResponse : AmazonWebServiceResponse
    {
        public Dictionary<string, string> Attributes { get; set; } = Initially.Map<string>();
    }

    public partial class ChangeMessageVisibilityRequest : AmazonSQSRequest
    {
        public ChangeMessageVisibilityRequest() { }

        public ChangeMessageVisibilityRequest(string queueUrl, string receiptHandle, int? visibilityTimeout) => (QueueUrl, ReceiptHandle, VisibilityTimeout) = (queueUrl, receiptHandle, visibilityTimeout);

        public string QueueUrl { get; set; }
        public string ReceiptHandle { get; set; }
        public int? VisibilityTimeout { get; set; }
    }

    public partial class ChangeMessageVisibilityResponse : AmazonWebServiceResponse
    {
    }
}
