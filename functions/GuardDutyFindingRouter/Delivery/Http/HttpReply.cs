namespace Sluice.GuardDutyFindingRouter;

/// <summary>The answer to one HTTP call, or why there is none.</summary>
/// <param name="Status">HTTP's status; 0 where there is no answer.</param>
/// <param name="Text">The beginning of the body, as it came; where there is no answer, a phrase that says why.</param>
/// <param name="IsCut">More of the body followed, or should have: it was too long, too slow or ended early.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
/// <param name="RedirectHost">Where a redirect points to; empty otherwise.</param>
/// <param name="IsFinal">There is no answer, and another try will find the same.</param>
sealed record HttpReply(int Status, string Text, bool IsCut = false, TimeSpan? RetryAfter = null, string RedirectHost = "", bool IsFinal = false)
{
    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether another try may have another answer.</summary>
    /// <remarks>Source: RFC 9110 and 6585, and what Slack, Teams, PagerDuty, Jira and Opsgenie say of their rate limits; 52x are of proxies before them.</remarks>
    public bool MayPass => Status switch
    {
        0 => !IsFinal,
        408 or 425 or 429 or 500 or 502 or 503 or 504 => true,
        >= 520 and < 600 => true,
        _ => false,
    };

    /// <summary>Whether a secret that was rotated, or a webhook that was made anew, may be the cause.</summary>
    public bool MayBeStale => Status is 401 or 403 or 404 or 410;
}
