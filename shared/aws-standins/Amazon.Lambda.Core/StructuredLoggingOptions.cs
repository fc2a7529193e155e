using System.Text.Json;

namespace Amazon.Lambda.Core;

/// <summary>What a function can change about the runtime's JSON log lines.</summary>
public class StructuredLoggingOptions
{
    /// <summary>Used for <c>{@argument}</c> in a message template; <c>null</c> keeps the runtime's own.</summary>
    public JsonSerializerOptions OverrideSerializerOptions { get; set; }
}
