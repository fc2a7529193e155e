using System;
using System.Collections.Generic;
using Amazon.Runtime;
using Amazon.StandIns;

namespace Amazon.EventBridge
{
    public partial class AmazonEventBridgeRequest : AmazonWebServiceRequest
    {
    }
}

namespace Amazon.EventBridge.Model
{
    public partial class PutEventsRequest : AmazonEventBridgeRequest
    {
        public string EndpointId { get; set; }
        public List<PutEventsRequestEntry> Entries { get; set; } = Initially.List<PutEventsRequestEntry>();
    }

    public partial class PutEventsRequestEntry
    {
        public string Detail { get; set; }
        public string DetailType { get; set; }
        public string EventBusName { get; set; }
        public List<string> Resources { get; set; } = Initially.List<string>();
        public string Source { get; set; }
        public DateTime? Time { get; set; }
        public string TraceHeader { get; set; }
    }

    public partial class PutEventsResponse : AmazonWebServiceResponse
    {
        public List<PutEventsResultEntry> Entries { get; set; } = Initially.List<PutEventsResultEntry>();
        public int? FailedEntryCount { get; set; }
    }

    public partial class PutEventsResultEntry
    {
        public string ErrorCode { get; set; }
        public string ErrorMessage { get; set; }
        public string EventId { get; set; }
    }
}
