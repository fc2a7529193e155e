using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Local.Tests.GuardDuty;

/// <summary>GuardDuty's REST API as far as the command calls it, and STS: with pages, limits and statuses like AWS'. Keeps what it was asked.</summary>
sealed class PlayedGuardDuty : IDisposable
{
    public const string Administrator = "999988887777";
    const int Page = 3, MostAccounts = 50;

    readonly HttpListener _listener = new();
    readonly List<string> _calls = [];

    public PlayedGuardDuty()
    {
        using (var socket = new TcpListener(IPAddress.Loopback, 0))
        {
            socket.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    public List<string> Detectors { get; } = ["d1"];

    /// <summary>By account: e-mail and status.</summary>
    public SortedDictionary<string, (string Email, string Status)> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Accounts that CreateMembers and InviteMembers do not take, with the reason.</summary>
    public Dictionary<string, string> NotCreated { get; } = [];

    public Dictionary<string, string> NotInvited { get; } = [];

    /// <summary>So many calls of CreateMembers are refused as a whole.</summary>
    public int Refusals { get; set; }

    public JsonObject? LastInvitation { get; private set; }

    /// <summary>Method, path and number of accounts of each call.</summary>
    public IReadOnlyList<string> Calls
    {
        get { lock (_calls) return [.. _calls]; }
    }

    public void Dispose() => _listener.Close();

    async Task ServeAsync()
    {
        try
        {
            while (true) await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var text = await reader.ReadToEndAsync();
        var (status, answer) = Played(context.Request, text);
        context.Response.StatusCode = status;
        context.Response.ContentType = answer.StartsWith('<') ? "text/xml" : "application/json";
        var bytes = Encoding.UTF8.GetBytes(answer);
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }

    /// <summary>A call that no test foresaw is told to the caller, who would wait otherwise.</summary>
    (int Status, string Answer) Played(HttpListenerRequest request, string text)
    {
        try
        {
            return Answer(request, text);
        }
        catch (Exception unforeseen)
        {
            return (400, new JsonObject { ["message"] = unforeseen.ToString() }.ToJsonString());
        }
    }

    (int Status, string Answer) Answer(HttpListenerRequest request, string text)
    {
        if (text.Contains("GetCallerIdentity", StringComparison.Ordinal))
            return (200, $"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::{Administrator}:user/a</Arn><UserId>A</UserId><Account>{Administrator}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
        var body = text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
        var (path, accounts) = (request.Url!.AbsolutePath, body["accountDetails"]?.AsArray() ?? body["accountIds"]?.AsArray());
        lock (_calls) _calls.Add($"{request.HttpMethod} {path}{(accounts is null ? "" : " " + accounts.Count)}");
        if (accounts?.Count > MostAccounts) return (400, """{"message":"too many accounts","__type":"InvalidInputException"}""");
        return (request.HttpMethod, path) switch
        {
            ("GET", "/detector") => (200, new JsonObject { ["detectorIds"] = new JsonArray([.. Detectors.Select(id => (JsonNode)id)]) }.ToJsonString()),
            ("POST", "/detector") => Enable(body),
            ("GET", "/detector/d1/member") => List(request),
            ("POST", "/detector/d1/member") when Refusals-- > 0 => (403, """{"message":"not allowed for eve@example.com","__type":"AccessDeniedException"}"""),
            ("POST", "/detector/d1/member") => Take(accounts!.Select(one => (string)one!["accountId"]!), NotCreated, id => Members[id] = ((string)accounts!.Single(one => (string)one!["accountId"]! == id)!["email"]!, "Created")),
            ("POST", "/detector/d1/member/invite") => Invite(body, accounts!),
            _ => (404, """{"message":"nobody plays this"}"""),
        };
    }

    (int, string) Enable(JsonObject body)
    {
        if ((bool?)body["enable"] != true) return (400, """{"message":"enable is missing"}""");
        Detectors.Add("d1");
        return (200, """{"detectorId":"d1"}""");
    }

    /// <summary>Three at a time, and without onlyAssociated=false those alone that have an invitation.</summary>
    (int, string) List(HttpListenerRequest request)
    {
        var start = int.Parse(request.QueryString["nextToken"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var all = Members.Where(one => request.QueryString["onlyAssociated"] == "false" || one.Value.Status is "Enabled" or "Invited").ToList();
        var answer = new JsonObject
        {
            ["members"] = new JsonArray([.. all.Skip(start).Take(Page).Select(one => (JsonNode)new JsonObject
            {
                ["accountId"] = one.Key, ["email"] = one.Value.Email, ["relationshipStatus"] = one.Value.Status, ["masterId"] = Administrator, ["updatedAt"] = "2026-11-22T10:05:00Z",
            })]),
        };
        if (start + Page < all.Count) answer["nextToken"] = $"{start + Page}";
        return (200, answer.ToJsonString());
    }

    (int, string) Invite(JsonObject body, JsonArray accounts)
    {
        LastInvitation = body;
        return Take(accounts.Select(one => (string)one!), NotInvited, id => Members[id] = Members[id] with { Status = "Invited" });
    }

    static (int, string) Take(IEnumerable<string> ids, Dictionary<string, string> refused, Action<string> take)
    {
        var all = ids.ToList();
        foreach (var id in all.Where(id => !refused.ContainsKey(id))) take(id);
        return (200, new JsonObject { ["unprocessedAccounts"] = new JsonArray([.. all.Where(refused.ContainsKey).Select(id => (JsonNode)new JsonObject { ["accountId"] = id, ["result"] = refused[id] })]) }.ToJsonString());
    }
}
