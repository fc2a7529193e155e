using System.Collections.Generic;
using System.IO;
using Amazon.Runtime;
using Amazon.StandIns;

namespace Amazon.SimpleNotificationService
{
    public partial class AmazonSimpleNotificationServiceRequest : AmazonWebServiceRequest
    {
    }
}

namespace Amazon.SimpleNotificationService.Model
{
    public partial class PublishRequest : AmazonSimpleNotificationServiceRequest
    {
        public PublishRequest() { }

        public PublishRequest(string topicArn, string message) => (TopicArn, Message) = (topicArn, message);

        public PublishRequest(string topicArn, string message, string subject) => (TopicArn, Message, Subject) = (topicArn, message, subject);

        public string Message { get; set; }
        public Dictionary<string, MessageAttributeValue> MessageAttributes { get; set; } = Initially.Map<MessageAttributeValue>();
        public string MessageDeduplicationId { get; set; }
        public string MessageGroupId { get; set; }
        public string MessageStructure { get; set; }
        public string PhoneNumber { get; set; }
        public string Subject { get; set; }
        public string TargetArn { get; set; }
        public string TopicArn { get; set; }
    }

    public partial class PublishResponse : AmazonWebServiceResponse
    {
        public string MessageId { get; set; }
        public string SequenceNumber { get; set; }
    }

    public partial class PublishBatchRequest : AmazonSimpleNotificationServiceRequest
    {
        public List<PublishBatchRequestEntry> PublishBatchRequestEntries { get; set; } = Initially.List<PublishBatchRequestEntry>();
        public string TopicArn { get; set; }
    }

    public partial class PublishBatchRequestEntry
    {
        public string Id { get; set; }
        public string Message { get; set; }
        public Dictionary<string, MessageAttributeValue> MessageAttributes { get; set; } = Initially.Map<MessageAttributeValue>();
        public string MessageDeduplicationId { get; set; }
        public string MessageGroupId { get; set; }
        public string MessageStructure { get; set; }
        public string Subject { get; set; }
    }

    public partial class PublishBatchResponse : AmazonWebServiceResponse
    {
        public List<BatchResultErrorEntry> Failed { get; set; } = Initially.List<BatchResultErrorEntry>();
        public List<PublishBatchResultEntry> Successful { get; set; } = Initially.List<PublishBatchResultEntry>();
    }

    public partial class PublishBatchResultEntry
    {
        public string Id { get; set; }
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
        public MemoryStream BinaryValue { get; set; }
        public string DataType { get; set; }
        public string StringValue { get; set; }
    }
}
