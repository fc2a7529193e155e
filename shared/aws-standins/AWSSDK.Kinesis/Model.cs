using System.Collections.Generic;
using System.IO;
using Amazon.Runtime;
using Amazon.StandIns;

namespace Amazon.Kinesis
{
    public partial class AmazonKinesisRequest : AmazonWebServiceRequest
    {
    }
}

namespace Amazon.Kinesis.Model
{
    public partial class PutRecordRequest : AmazonKinesisRequest
    {
        public MemoryStream Data { get; set; }
        public string ExplicitHashKey { get; set; }
        public string PartitionKey { get; set; }
        public string SequenceNumberForOrdering { get; set; }
        public string StreamARN { get; set; }
        public string StreamName { get; set; }
    }

    public partial class PutRecordResponse : AmazonWebServiceResponse
    {
        public EncryptionType EncryptionType { get; set; }
        public string SequenceNumber { get; set; }
        public string ShardId { get; set; }
    }

    public partial class PutRecordsRequest : AmazonKinesisRequest
    {
        public List<PutRecordsRequestEntry> Records { get; set; } = Initially.List<PutRecordsRequestEntry>();
        public string StreamARN { get; set; }
        public string StreamName { get; set; }
    }

    public partial class PutRecordsRequestEntry
    {
        public MemoryStream Data { get; set; }
        public string ExplicitHashKey { get; set; }
        public string PartitionKey { get; set; }
    }

    public partial class PutRecordsResponse : AmazonWebServiceResponse
    {
        public EncryptionType EncryptionType { get; set; }
        public int? FailedRecordCount { get; set; }
        public List<PutRecordsResultEntry> Records { get; set; } = Initially.List<PutRecordsResultEntry>();
    }

    public partial class PutRecordsResultEntry
    {
        public string ErrorCode { get; set; }
        public string ErrorMessage { get; set; }
        public string SequenceNumber { get; set; }
        public string ShardId { get; set; }
    }
}
