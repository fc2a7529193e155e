using System.Text.RegularExpressions;

namespace Sluice.GuardDutyFindingRouter;

/// <summary>URLs that may stand in the rules: over TLS, or on this machine; and without a secret in them.</summary>
static partial class HttpUrl
{
    /// <summary>Names of query parameters that carry a secret.</summary>
    static readonly string[] s_secretParameters = ["sig", "signature", "token", "access_token", "key", "api_key", "apikey", "code", "secret", "password"];

    /// <summary>An https URL, or an http one of a loopback address.</summary>
    public static TextRule Rule { get; } = new("an https URL (http only for localhost, 127.0.0.1 and [::1])", IsSecure);

    /// <summary>A URL of this machine: where a URL of that kind would be a secret, tests still name theirs.</summary>
    public static TextRule Loopback { get; } = new("a URL of this machine; any other is a secret: keep it in a parameter or secret, and name that in 'urlFrom'", text => IsSecure(text) && new Uri(text).IsLoopback);

    /// <summary>Whether it may be called.</summary>
    public static bool IsSecure(string text) => text.Length <= 2000 && !text.Any(char.IsWhiteSpace) && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp && url.IsLoopback) && url.Host.Length > 0 && url.Fragment.Length == 0;

    /// <summary>Why it is a secret; empty where it does not look like one.</summary>
    /// <param name="text">For which <see cref="IsSecure"/> holds.</param>
    public static string SecretIn(string text)
    {
        var url = new Uri(text);
        if (url.UserInfo.Length > 0) return "it holds a user and password";
        if (SecretHost().IsMatch(url.Host + url.AbsolutePath)) return "who knows such a URL can post";
        foreach (var pair in url.Query.TrimStart('?').Split('&'))
            if (s_secretParameters.Contains(pair.Split('=')[0], StringComparer.OrdinalIgnoreCase)) return "its query holds a key or a signature";
        return "";
    }

    // Incoming webhooks of Slack, Microsoft Teams (connectors, workflows), Discord, Google Chat, Splunk On-Call.
    [GeneratedRegex(@"^(hooks\.slack(-gov)?\.com/(services|workflows|triggers)/|[a-z0-9.-]*\.?webhook\.office\.com/|[a-z0-9.-]+\.logic\.azure\.(com|us|cn)|[a-z0-9.-]+\.powerplatform\.com|(ptb\.|canary\.)?discord(app)?\.com/api/webhooks/|alert\.victorops\.com/integrations/)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretHost();
}
