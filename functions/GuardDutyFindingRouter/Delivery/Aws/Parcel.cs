using System.Security.Cryptography;
using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>A message for a service of AWS.</summary>
/// <param name="Message">As it was made.</param>
/// <param name="Group">What a FIFO queue or topic keeps in order; 64 characters.</param>
/// <param name="Resources">ARNs that it is about.</param>
readonly record struct Parcel(OutMessage Message, string Group, IReadOnlyList<string> Resources)
{
    /// <summary>Of a notice: what is told of one incident stays in order.</summary>
    public static Parcel Of(Notice notice, OutMessage message) =>
        new(message, Hash(Encoding.UTF8.GetBytes(notice.IncidentKey)), notice.Finding.Arn.Length > 0 ? [notice.Finding.Arn] : []);

    /// <summary>What a FIFO queue or topic knows a repeat by.</summary>
    public string Deduplication => Hash(Message.Body);

    /// <summary>The body as text that SNS and SQS take.</summary>
    /// <remarks>Source: SQS API reference, SendMessage: "#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF".</remarks>
    public string Text => Legal(Encoding.UTF8.GetString(Message.Body), Message.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Replaces what SNS and SQS do not take: in JSON by its escape, which means the same.</summary>
    public static string Legal(string text, bool isJson)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\u0020', '\ufffd')) return text;
        var legal = new StringBuilder(text.Length);
        foreach (var one in text)
        {
            if (one is '\t' or '\n' or '\r' or (>= '\u0020' and <= '\ufffd')) legal.Append(one);
            else if (isJson) legal.Append("\\u").Append(((int)one).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            else legal.Append('\ufffd');
        }
        return legal.ToString();
    }

    static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>Why a service did not take one entry of a call.</summary>
/// <param name="Reason">Its code and text; clean.</param>
/// <param name="MayPass">Whether the same entry may be taken later.</param>
sealed record Refusal(string Reason, bool MayPass)
{
    /// <summary>Of an entry's code.</summary>
    /// <param name="code">Such as <c>InternalFailure</c>.</param>
    /// <param name="text">What the service says; may be missing.</param>
    /// <param name="isSendersFault">Whether the service says that the entry itself is wrong.</param>
    public static Refusal Of(string? code, string? text, bool isSendersFault) =>
        new(Confidential.None.Clean(string.IsNullOrEmpty(text) ? code ?? "no code" : $"{code}: {text}"), !isSendersFault);
}
