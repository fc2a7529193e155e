namespace Amazon.Lambda.CloudWatchEvents.ECSEvents;

public class Attachment
{
    public List<NameValue> Details { get; set; }

    public string Id { get; set; }

    public string Status { get; set; }

    public string Type { get; set; }
}

public class Attribute
{
    public string Name { get; set; }

    public string TargetId { get; set; }

    public string TargetType { get; set; }

    public string Value { get; set; }
}

public class Container
{
    public string ContainerArn { get; set; }

    public string Cpu { get; set; }

    public int ExitCode { get; set; }

    public List<string> GpuIds { get; set; }

    public string HealthStatus { get; set; }

    public string Image { get; set; }

    public string ImageDigest { get; set; }

    public string LastStatus { get; set; }

    public List<ManagedAgent> ManagedAgents { get; set; }

    public string Memory { get; set; }

    public string MemoryReservation { get; set; }

    public string Name { get; set; }

    public List<NetworkBinding> NetworkBindings { get; set; }

    public List<NetworkInterface> NetworkInterfaces { get; set; }

    public string Reason { get; set; }

    public string RuntimeId { get; set; }

    public string TaskArn { get; set; }
}

public class ContainerInstance
{
    public bool AgentConnected { get; set; }

    public string AgentUpdateStatus { get; set; }

    public List<Attachment> Attachments { get; set; }

    public List<Attribute> Attributes { get; set; }

    public string CapacityProviderName { get; set; }

    public string ContainerInstanceArn { get; set; }

    public string Ec2InstanceId { get; set; }

    public int PendingTasksCount { get; set; }

    public DateTime RegisteredAt { get; set; }

    public List<Resource> RegisteredResources { get; set; }

    public List<Resource> RemainingResources { get; set; }

    public int RunningTasksCount { get; set; }

    public string Status { get; set; }

    public string StatusReason { get; set; }

    public List<KeyValuePair<string, string>> Tags { get; set; }

    public long Version { get; set; }

    public VersionInfo VersionInfo { get; set; }

    public string ClusterArn { get; set; }

    public DateTime UpdatedAt { get; set; }
}

public class ContainerOverride
{
    public List<string> Command { get; set; }

    public int Cpu { get; set; }

    public List<NameValue> Environment { get; set; }

    public int Memory { get; set; }

    public int MemoryReservation { get; set; }

    public string Name { get; set; }
}

public class ECSContainerInstanceStateChangeEvent : CloudWatchEvent<ContainerInstance>;

public class ECSTaskStateChangeEvent : CloudWatchEvent<Task>;

public class EphemeralStorage
{
    public int SizeInGiB { get; set; }
}

public class InferenceAccelerator
{
    public string DeviceName { get; set; }

    public string DeviceType { get; set; }
}

public class InferenceAcceleratorOverride : InferenceAccelerator;

public class ManagedAgent
{
    public DateTime LastStartedAt { get; set; }

    public string LastStatus { get; set; }

    public string Name { get; set; }

    public string Reason { get; set; }
}

public class NetworkBinding
{
    public string BindIP { get; set; }

    public int ContainerPort { get; set; }

    public int HostPort { get; set; }

    public string Protocol { get; set; }
}

public class NetworkInterface
{
    public string AttachmentId { get; set; }

    public string Ipv6Address { get; set; }

    public string PrivateIpv4Address { get; set; }
}

public class Resource
{
    public double DoubleValue { get; set; }

    public int IntegerValue { get; set; }

    public long LongValue { get; set; }

    public string Name { get; set; }

    public string Type { get; set; }

    public List<string> StringSetValue { get; set; }
}

public class Task
{
    public List<Attachment> Attachments { get; set; }

    public List<Attribute> Attributes { get; set; }

    public string AvailabilityZone { get; set; }

    public string CapacityProviderName { get; set; }

    public string ClusterArn { get; set; }

    public string Connectivity { get; set; }

    public DateTime ConnectivityAt { get; set; }

    public string ContainerInstanceArn { get; set; }

    public List<Container> Containers { get; set; }

    public string Cpu { get; set; }

    public DateTime CreatedAt { get; set; }

    public string DesiredStatus { get; set; }

    public bool EnableExecuteCommand { get; set; }

    public EphemeralStorage EphemeralStorage { get; set; }

    public DateTime ExecutionStoppedAt { get; set; }

    public string Group { get; set; }

    public string HealthStatus { get; set; }

    public List<InferenceAccelerator> InferenceAccelerators { get; set; }

    public string LastStatus { get; set; }

    public string LaunchType { get; set; }

    public string Memory { get; set; }

    public TaskOverride Overrides { get; set; }

    public string PlatformVersion { get; set; }

    public DateTime PullStartedAt { get; set; }

    public DateTime PullStoppedAt { get; set; }

    public DateTime StartedAt { get; set; }

    public string StartedBy { get; set; }

    public string StopCode { get; set; }

    public DateTime StoppedAt { get; set; }

    public string StoppedReason { get; set; }

    public DateTime StoppingAt { get; set; }

    public List<KeyValuePair<string, string>> Tags { get; set; }

    public string TaskArn { get; set; }

    public string TaskDefinitionArn { get; set; }

    public long Version { get; set; }

    public DateTime UpdatedAt { get; set; }
}

public class TaskOverride
{
    public List<ContainerOverride> ContainerOverrides { get; set; }

    public string Cpu { get; set; }

    public EphemeralStorage EphemeralStorage { get; set; }

    public string ExecutionRoleArn { get; set; }

    public List<InferenceAcceleratorOverride> InferenceAcceleratorOverrides { get; set; }

    public string Memory { get; set; }

    public string TaskRoleArn { get; set; }
}

public class VersionInfo
{
    public string AgentHash { get; set; }

    public string AgentVersion { get; set; }

    public string DockerVersion { get; set; }
}
