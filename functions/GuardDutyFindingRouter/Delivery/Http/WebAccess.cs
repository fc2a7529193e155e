using System.Text;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>One notice ready to be sent over HTTP: where to, with which secret, and what.</summary>
/// <param name="Url">Base of the destination, as the rules or the secret say.</param>
/// <param name="Target">Where the message goes.</param>
/// <param name="UrlSecret">The text behind <see cref="Destination.UrlFrom"/>; empty where there is none.</param>
/// <param name="Secret">The text behind <see cref="Destination.SecretFrom"/>; empty where there is none.</param>
/// <param name="Message">The message.</param>
/// <param name="Headers">Of each call.</param>
/// <param name="Confidential">What no reason may show.</param>
sealed record WebAccess(Uri Url, Uri Target, string UrlSecret, string Secret, OutMessage Message, IReadOnlyList<KeyValuePair<string, string>> Headers, Confidential Confidential)
{
    /// <summary>The destination with its host, for people: <c>'on-call' (pagerduty, events.pagerduty.com)</c>.</summary>
    public static string Name(Destination destination, Uri? url) =>
        $"'{destination.Name}' ({destination.Kind.ToString().ToLowerInvariant()}{(url is null ? "" : ", " + url.Host)})";

    /// <summary>Makes it.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="urlText">The URL.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="render">Makes the message.</param>
    /// <param name="runtimeApi">See <see cref="DeliverySettings.RuntimeApi"/>.</param>
    /// <exception cref="UnsendableException">It cannot be sent as it is; the message is a reason.</exception>
    public static WebAccess Make(Destination destination, string urlText, string secret, Func<OutMessage> render, string runtimeApi)
    {
        var url = UrlOf(destination, urlText);
        var who = Name(destination, url);
        if (AddressGuard.ProblemOf(url, runtimeApi) is { } problem) throw new UnsendableException($"{who} is not asked: {problem}.");
        var isUrlSecret = destination.Kind is DestinationKind.Slack or DestinationKind.Teams or DestinationKind.Webhook || destination.UrlFrom.Length > 0;
        var before = Confidential.Of(url, isUrlSecret, [secret]);
        OutMessage message;
        try
        {
            message = render();
        }
        catch (Exception mistake) when (mistake is not OutOfMemoryException)
        {
            throw new UnsendableException($"{who} is not asked: no message could be made ({mistake.GetType().Name}: {before.Clean(mistake.Message)}).");
        }
        var headers = HeadersOf(destination, secret, message);
        var target = message.Path.Length == 0 ? url : Below(url, message.Path);
        return new(url, target, destination.UrlFrom.Length > 0 ? urlText : "", secret, message, headers,
            Confidential.Of(url, isUrlSecret, [secret, .. headers.Where(IsSecret).Select(header => header.Value)]));

        static bool IsSecret(KeyValuePair<string, string> header) =>
            header.Value.Length >= Confidential.ShortestTellable && !header.Key.Equals("Accept", StringComparison.OrdinalIgnoreCase) && !header.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A path behind the destination's URL, with the queries of both.</summary>
    public static Uri Below(Uri url, string path)
    {
        var isAsked = path.Contains('?', StringComparison.Ordinal);
        return new(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + path + (isAsked && url.Query.Length > 1 ? "&" + url.Query[1..] : url.Query));
    }

    static Uri UrlOf(Destination destination, string text)
    {
        var asked = text.Length > 0 ? text : destination.Kind switch
        {
            DestinationKind.PagerDuty => "https://events.pagerduty.com",
            DestinationKind.Opsgenie => "https://api.opsgenie.com",
            _ => throw new UnsendableException($"{Name(destination, null)} is not asked: it has no URL."),
        };
        // Not the text itself: it may be a secret that stands in the wrong place.
        if (!Uri.TryCreate(asked, UriKind.Absolute, out var url) || url.Host.Length == 0)
            throw new UnsendableException($"{Name(destination, null)} is not asked: {(destination.UrlFrom.Length > 0 ? "the text behind " + destination.UrlFrom : "its url")} is no absolute URL.");
        // Messages bring the path: where the rules have it too, as the services' own pages show it, it is not to be there twice.
        var known = destination.Kind switch { DestinationKind.PagerDuty => PagerDutyFormat.Path, DestinationKind.Opsgenie => "/v2/alerts", DestinationKind.Jira => "/rest/api/3/issue", _ => "" };
        var left = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return known.Length > 0 && left.EndsWith(known, StringComparison.Ordinal) ? new Uri(left[..^known.Length] + "/" + url.Query) : url;
    }

    /// <summary>Those of the message; and the service's authorization where the message has none.</summary>
    static List<KeyValuePair<string, string>> HeadersOf(Destination destination, string secret, OutMessage message)
    {
        List<KeyValuePair<string, string>> headers = [.. message.Attributes.Where(header => !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))];
        if (secret.Length == 0 || headers.Exists(header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))) return headers;
        var authorization = destination.Kind switch
        {
            DestinationKind.Jira when destination.User.Length > 0 => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{destination.User}:{secret}")),
            DestinationKind.Jira => "Bearer " + secret,
            DestinationKind.Opsgenie => "GenieKey " + secret,
            _ => "",
        };
        if (authorization.Length > 0) headers.Add(new("Authorization", authorization));
        return headers;
    }
}

/// <summary>A notice that cannot be sent as things are; the message is a reason for people, and clean.</summary>
sealed class UnsendableException(string message) : Exception(message);
