namespace Sluice.Local;

/// <summary>The key of an object: prefix, stream, version, time, something random.</summary>
/// <remarks>Source: "Configure Amazon S3 object name format", <c>DeliveryStreamName-DeliveryStreamVersion-YYYY-MM-dd-HH-MM-SS-RandomString</c>.</remarks>
static class ObjectName
{
    public static string Of(FirehoseSettings settings, ObjectKind kind, DateTimeOffset oldest)
    {
        var destination = settings.Destination;
        var prefix = kind.ErrorType is null ? destination.Prefix : destination.ErrorPrefix;
        return FormattableString.Invariant(
            $"{prefix.Evaluate(oldest, kind.ErrorType ?? "", kind.PartitionKeys, Random.Shared)}{settings.Name}-{settings.Version}-{oldest.UtcDateTime:yyyy-MM-dd-HH-mm-ss}-{Guid.NewGuid()}{(kind.ErrorType is null ? destination.Extension : "")}");
    }
}
