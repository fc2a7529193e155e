namespace Sluice.GuardDutyFindingRouter;

/// <summary>What an answer means: each service says "taken" in its own way. Pure.</summary>
static class ReplyReading
{
    /// <summary>Reads an answer.</summary>
    /// <param name="kind">Whose.</param>
    /// <param name="who">The destination with its host, for the reason.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="confidential">What may not be in the reason.</param>
    public static Attempt Read(DestinationKind kind, string who, HttpReply reply, Confidential confidential)
    {
        if (reply.IsSuccess) return Success(kind, who, reply, confidential);
        var reason = $"{who} {SaidBy(reply, confidential)}";
        if (reply.MayPass) return new(AttemptKind.Again, reason, reply.RetryAfter);
        return new(reply.MayBeStale ? AttemptKind.Stale : AttemptKind.Refused, reason);
    }

    static Attempt Success(DestinationKind kind, string who, HttpReply reply, Confidential confidential)
    {
        var text = reply.Text.Trim();
        return kind switch
        {
            DestinationKind.Slack => IsSlacksOk(text) ? Attempt.Delivered
                // The answer broke off: whether it was taken is not known, and a message twice is better than none.
                : new(reply.IsCut && text.Length < 2 ? AttemptKind.Again : AttemptKind.Refused, $"{who} {SaidBy(reply, confidential)} instead of ok"),
            DestinationKind.Teams => Teams(who, text, reply, confidential),
            _ => Attempt.Delivered,
        };
    }

    /// <summary>Incoming webhooks answer <c>ok</c>, triggers of workflows <c>{"ok":true}</c>.</summary>
    static bool IsSlacksOk(string text) => text.Equals("ok", StringComparison.OrdinalIgnoreCase) || text.Replace(" ", "", StringComparison.Ordinal).StartsWith("{\"ok\":true", StringComparison.Ordinal);

    /// <summary>Workflows answer 202; connectors and some flows 200, and say a failure of Teams behind them in the text.</summary>
    /// <remarks>Source: Microsoft Teams, "Create and send messages", rate limiting: "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429".</remarks>
    static Attempt Teams(string who, string text, HttpReply reply, Confidential confidential)
    {
        if (!text.Contains("failed", StringComparison.OrdinalIgnoreCase) && !text.Contains("HTTP error", StringComparison.OrdinalIgnoreCase))
            return reply.IsCut && reply.Status == 200 ? new(AttemptKind.Again, $"{who} answered 200 and broke off", reply.RetryAfter) : Attempt.Delivered;
        var mayPass = text.Contains("error 429", StringComparison.OrdinalIgnoreCase) || text.Contains("error 5", StringComparison.OrdinalIgnoreCase);
        return new(mayPass ? AttemptKind.Again : AttemptKind.Refused, $"{who} {SaidBy(reply, confidential)}", reply.RetryAfter);
    }

    /// <summary>What the server said, in a phrase.</summary>
    public static string SaidBy(HttpReply reply, Confidential confidential)
    {
        // Our own words, but for those of TLS.
        if (reply.Status == 0) return Confidential.None.Clean(reply.Text);
        if (reply.RedirectHost.Length > 0) return $"answered {reply.Status} with a redirect to {confidential.Clean(reply.RedirectHost, 100)}, which is not followed";
        var text = confidential.Clean(reply.Text, isCut: reply.IsCut);
        return text.Length == 0 ? $"answered {reply.Status}" : $"answered {reply.Status}: {text}";
    }
}
