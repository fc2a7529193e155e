namespace Amazon.Lambda.CloudWatchEvents;

/// <summary>A named value, such as an environment variable of a container.</summary>
public class NameValue
{
    public string Name { get; set; }

    public string Value { get; set; }
}
