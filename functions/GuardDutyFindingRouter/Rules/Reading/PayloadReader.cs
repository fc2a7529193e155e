namespace Sluice.GuardDutyFindingRouter;

/// <summary>Reads what a destination for machines gets.</summary>
static class PayloadReader
{
    static readonly (string Word, PayloadForm Form)[] s_forms =
    [
        ("normalised", PayloadForm.Normalised), ("raw", PayloadForm.Raw), ("asff", PayloadForm.Asff), ("ocsf", PayloadForm.Ocsf), ("hec", PayloadForm.Hec),
    ];

    /// <summary>Reads <c>form</c> and <c>fields</c>.</summary>
    public static Destination Read(MemberReader members, Destination one) => one with
    {
        Form = members.Word("form", s_forms) ?? PayloadForm.Normalised,
        Fields = Fields(members),
    };

    /// <summary>Reads <c>fields</c>.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Fields(MemberReader members) => members.Pairs("fields", TextRules.Value, "{ \"index\": \"security\" }");
}

/// <summary>Reads a webhook.</summary>
static class WebhookReader
{
    /// <summary>Headers that the call itself sets.</summary>
    static readonly string[] s_ownHeaders = ["Content-Length", "Host", "Transfer-Encoding", "Connection"];

    /// <summary>Parts of names whose values are secrets.</summary>
    static readonly string[] s_secretHeaders = ["authorization", "cookie", "token", "secret", "password", "api-key", "apikey", "api_key"];

    /// <summary>Reads its members.</summary>
    public static Destination Read(MemberReader members, Destination one)
    {
        var notes = members.Notes;
        var (url, from) = (members.Find("url"), members.Find("urlFrom"));
        if (url is null && from is null) notes.Mistake(members.Node.Offset, members.Node.PathOf("url"), "is missing: an https URL, or 'urlFrom' where the URL is a secret");
        if (url is not null && from is not null) notes.Mistake(url, "stands beside 'urlFrom': one of the two says where it goes");
        var target = url is null ? "" : members.TextOf(url, HttpUrl.Rule) ?? "";
        if (target.Length > 0 && HttpUrl.SecretIn(target) is { Length: > 0 } why) notes.Mistake(url!, $"is a secret ({why}): keep it in a parameter or secret, and name that in 'urlFrom'");

        one = PayloadReader.Read(members, one) with
        {
            Target = target,
            UrlFrom = from is null ? "" : DestinationReader.Bare(members.TextOf(from, TextRules.Reference)),
            Template = members.Text("template", TextRules.Template),
            Headers = members.Pairs("headers", TextRules.HeaderValue, "{ \"X-Name\": \"value\" }"),
            SignatureHeader = members.Text("signatureHeader", TextRules.HeaderName, one.SignatureHeader),
        };
        Headers(members);
        if (members.Find("template") is { } template && WebhookTemplate.UnknownNames(one.Template) is { Count: > 0 } unknown)
            notes.Mistake(template, $"names {string.Join(", ", unknown.Take(5).Select(name => "{{" + name + "}}"))}, which there is not: {string.Join(", ", WebhookTemplate.Names)}");
        if (members.Has("template") && members.Has("form")) notes.Mistake(members.Find("template")!, "stands beside 'form': one of the two says what the body is");
        return one with { SecretFrom = Secret(members, one.Form) };
    }

    /// <summary>What signs the body, or Splunk's token.</summary>
    static string Secret(MemberReader members, PayloadForm form)
    {
        var (name, other) = form == PayloadForm.Hec ? ("tokenFrom", "secretFrom") : ("secretFrom", "tokenFrom");
        if (members.Find(other) is { } wrong)
            members.Notes.Mistake(wrong, form == PayloadForm.Hec ? "signs bodies, which Splunk does not check: its token is named in 'tokenFrom'" : "is for the form hec; what signs the body is named in 'secretFrom'");
        if (form == PayloadForm.Hec && members.Find(name) is null && members.Find(other) is null)
            members.Notes.Mistake(members.Node.Offset, members.Node.PathOf(name), "is missing: where Splunk's token is kept, " + TextRules.Reference.Expected);
        var secret = members.Find(name) is { } node ? DestinationReader.Bare(members.TextOf(node, TextRules.Reference)) : "";
        if (members.Find("signatureHeader") is { } header && members.Find("secretFrom") is null) members.Notes.Mistake(header, "needs 'secretFrom': nothing signs the body");
        return secret;
    }

    static void Headers(MemberReader members)
    {
        if (members.Find("headers") is not { } headers) return;
        foreach (var header in headers.Members)
        {
            var problem = !TextRules.IsHeaderName(header.Name) ? "is not the name of an HTTP header"
                : s_ownHeaders.Contains(header.Name, StringComparer.OrdinalIgnoreCase) ? "is set by the call itself"
                : s_secretHeaders.Any(part => header.Name.Contains(part, StringComparison.OrdinalIgnoreCase)) ? "is a header that carries a secret, which must not stand in the rules" : "";
            if (problem.Length > 0) members.Notes.Mistake(header.Offset, header.Value.Path, problem);
        }
    }
}
