using System;
using System.Globalization;
using Amazon.Util;

namespace Amazon.SQS.Model;

/// <summary>The attributes that have a property of their own; 0 or false where the service sent none.</summary>
public partial class GetQueueAttributesResponse
{
    public int VisibilityTimeout => Number("VisibilityTimeout");
    public int DelaySeconds => Number("DelaySeconds");
    public int MaximumMessageSize => Number("MaximumMessageSize");
    public int MessageRetentionPeriod => Number("MessageRetentionPeriod");
    public int ApproximateNumberOfMessages => Number("ApproximateNumberOfMessages");
    public int ApproximateNumberOfMessagesNotVisible => Number("ApproximateNumberOfMessagesNotVisible");
    public int ApproximateNumberOfMessagesDelayed => Number("ApproximateNumberOfMessagesDelayed");
    public DateTime CreatedTimestamp => AWSSDKUtils.ConvertFromUnixEpochSeconds(Number("CreatedTimestamp"));
    public DateTime LastModifiedTimestamp => AWSSDKUtils.ConvertFromUnixEpochSeconds(Number("LastModifiedTimestamp"));
    public string QueueARN => Text("QueueArn");
    public string Policy => Text("Policy");
    public bool FifoQueue => bool.TryParse(Text("FifoQueue"), out var value) && value;
    public bool? ContentBasedDeduplication => bool.TryParse(Text("ContentBasedDeduplication"), out var value) ? value : null;

    int Number(string name) => int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0;

    string Text(string name) => Attributes is not null && Attributes.TryGetValue(name, out var value) ? value : null;
}
