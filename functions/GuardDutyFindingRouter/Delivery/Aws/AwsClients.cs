using System.Collections.Concurrent;
using Amazon;
using Amazon.EventBridge;
using Amazon.KinesisFirehose;
using Amazon.SimpleNotificationService;
using Amazon.SQS;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>Clients, made when they are needed: one for each service and region.</summary>
/// <param name="sns">Makes one for a region; <c>null</c>: the function's own.</param>
/// <param name="sqs">See there.</param>
/// <param name="firehose">See there.</param>
/// <param name="events">See there.</param>
sealed class AwsClients(
    Func<RegionEndpoint?, IAmazonSimpleNotificationService> sns, Func<RegionEndpoint?, IAmazonSQS> sqs,
    Func<RegionEndpoint?, IAmazonKinesisFirehose> firehose, Func<RegionEndpoint?, IAmazonEventBridge> events) : IDisposable
{
    readonly ConcurrentDictionary<string, Lazy<IDisposable>> _made = new(StringComparer.Ordinal);

    /// <summary>Those of the SDK, with the function's role.</summary>
    public static AwsClients OfTheSdk() => new(
        region => region is null ? new AmazonSimpleNotificationServiceClient() : new AmazonSimpleNotificationServiceClient(region),
        region => region is null ? new AmazonSQSClient() : new AmazonSQSClient(region),
        region => region is null ? new AmazonKinesisFirehoseClient() : new AmazonKinesisFirehoseClient(region),
        region => region is null ? new AmazonEventBridgeClient() : new AmazonEventBridgeClient(region));

    /// <summary>For a topic's ARN.</summary>
    public IAmazonSimpleNotificationService Sns(string target) => Of("sns", target, sns);

    /// <summary>For a queue's URL.</summary>
    public IAmazonSQS Sqs(string target) => Of("sqs", target, sqs);

    /// <summary>For a delivery stream's name or ARN.</summary>
    public IAmazonKinesisFirehose Firehose(string target) => Of("firehose", target, firehose);

    /// <summary>For a bus' name or ARN.</summary>
    public IAmazonEventBridge Events(string target) => Of("events", target, events);

    T Of<T>(string service, string target, Func<RegionEndpoint?, T> make) where T : IDisposable
    {
        var region = AwsPlace.RegionOf(target);
        return (T)_made.GetOrAdd($"{service}/{region}", _ => new(() => make(region is null ? null : RegionEndpoint.GetBySystemName(region)))).Value;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _made.Values)
            if (client.IsValueCreated) client.Value.Dispose();
    }
}
