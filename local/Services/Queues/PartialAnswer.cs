using System.Text.Json;

namespace Sluice.Local;

/// <summary>Reads <c>{"batchItemFailures":[{"itemIdentifier":"…"}]}</c> as Lambda does.</summary>
/// <remarks>Source: Lambda developer guide, "Implementing partial batch responses", success and failure conditions.</remarks>
static class PartialAnswer
{
    /// <summary>Which messages come again: those that the answer names; all of them if it cannot be read, or names one that was not in the batch.</summary>
    /// <param name="messages">Their ids.</param>
    public static IReadOnlySet<string> Failures(ReadOnlyMemory<byte> answer, IReadOnlySet<string> messages)
    {
        try
        {
            if (answer.Span.Trim(" \t\r\n"u8).IsEmpty) return new HashSet<string>();
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind == JsonValueKind.Null) return new HashSet<string>();
            if (!json.RootElement.TryGetProperty("batchItemFailures", out var named) || named.ValueKind == JsonValueKind.Null) return new HashSet<string>();
            var failures = named.EnumerateArray().Select(one => one.GetProperty("itemIdentifier").GetString()).ToHashSet(StringComparer.Ordinal);
            return failures.All(id => id is not null && messages.Contains(id)) ? failures! : messages;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return messages;
        }
    }
}
