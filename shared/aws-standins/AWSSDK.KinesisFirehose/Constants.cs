using Amazon.Runtime;

namespace Amazon.KinesisFirehose;

public class DeliveryStreamStatus : ConstantClass
{
    public static readonly DeliveryStreamStatus ACTIVE = new("ACTIVE");
    public static readonly DeliveryStreamStatus CREATING = new("CREATING");
    public static readonly DeliveryStreamStatus CREATING_FAILED = new("CREATING_FAILED");
    public static readonly DeliveryStreamStatus DELETING = new("DELETING");
    public static readonly DeliveryStreamStatus DELETING_FAILED = new("DELETING_FAILED");

    public DeliveryStreamStatus(string value) : base(value) { }

    public static DeliveryStreamStatus FindValue(string value) => FindValue<DeliveryStreamStatus>(value);

    public static implicit operator DeliveryStreamStatus(string value) => FindValue(value);
}

public class DeliveryStreamType : ConstantClass
{
    public static readonly DeliveryStreamType DatabaseAsSource = new("DatabaseAsSource");
    public static readonly DeliveryStreamType DirectPut = new("DirectPut");
    public static readonly DeliveryStreamType KinesisStreamAsSource = new("KinesisStreamAsSource");
    public static readonly DeliveryStreamType MSKAsSource = new("MSKAsSource");

    public DeliveryStreamType(string value) : base(value) { }

    public static DeliveryStreamType FindValue(string value) => FindValue<DeliveryStreamType>(value);

    public static implicit operator DeliveryStreamType(string value) => FindValue(value);
}
