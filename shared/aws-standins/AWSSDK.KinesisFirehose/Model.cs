using System;
using System.Collections.Generic;
using System.IO;
using Amazon.Runtime;
using Amazon.StandIns;

namespace Amazon.KinesisFirehose
{
    public partial class AmazonKinesisFirehoseRequest : AmazonWebServiceRequest
    {
    }
}

namespace Amazon.KinesisFirehose.Model
{
    public partial class Record
    {
        public MemoryStream Data { get; set; }
    }

    public partial class PutRecordRequest : AmazonKinesisFirehoseRequest
    {
        public string DeliveryStreamName { get; set; }
        public Record Record { get; set; }
    }

    public partial class PutRecordResponse : AmazonWebServiceResponse
    {
        public bool? Encrypted { get; set; }
        public string RecordId { get; set; }
    }

    public partial class PutRecordBatchRequest : AmazonKinesisFirehoseRequest
    {
        public string DeliveryStreamName { get; set; }
        public List<Record> Records { get; set; } = Initially.List<Record>();
    }

    public partial class PutRecordBatchResponse : AmazonWebServiceResponse
    {
        public bool? Encrypted { get; set; }
        public int? FailedPutCount { get; set; }
        public List<PutRecordBatchResponseEntry> RequestResponses { get; set; } = Initially.List<PutRecordBatchResponseEntry>();
    }

    public partial class PutRecordBatchResponseEntry
    {
        public string ErrorCode { get; set; }
        public string ErrorMessage { get; set; }
        public string RecordId { get; set; }
    }

    public partial class DescribeDeliveryStreamRequest : AmazonKinesisFirehoseRequest
    {
        public string DeliveryStreamName { get; set; }
        public string ExclusiveStartDestinationId { get; set; }
        public int? Limit { get; set; }
    }

    public partial class DescribeDeliveryStreamResponse : AmazonWebServiceResponse
    {
        public DeliveryStreamDescription DeliveryStreamDescription { get; set; }
    }

    /// <summary>Without destinations, source, encryption and failure: nobody here reads them.</summary>
    public partial class DeliveryStreamDescription
    {
        public DateTime? CreateTimestamp { get; set; }
        public string DeliveryStreamARN { get; set; }
        public string DeliveryStreamName { get; set; }
        public DeliveryStreamStatus DeliveryStreamStatus { get; set; }
        public DeliveryStreamType DeliveryStreamType { get; set; }
        public bool? HasMoreDestinations { get; set; }
        public DateTime? LastUpdateTimestamp { get; set; }
        public string VersionId { get; set; }
    }
}
