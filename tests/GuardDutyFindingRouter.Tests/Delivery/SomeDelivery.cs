using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Sluice.Tests;

namespace Sluice.GuardDutyFindingRouter.Tests;

/// <summary>Findings, notices and messages to deliver, each as small as its service takes it.</summary>
static class SomeDelivery
{
    public static Finding Finding(string id = "49514155ed6b4536b05649a87fc3c05a") => new()
    {
        Id = id,
        Type = "UnauthorizedAccess:EC2/SSHBruteForce",
        Severity = 8,
        AccountId = "444455556666",
        Region = "us-east-1",
        Arn = $"arn:aws:guardduty:us-east-1:444455556666:detector/12cc51e1c99e833adf5924c71ac591b2/finding/{id}",
        Raw = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","type":"UnauthorizedAccess:EC2/SSHBruteForce","severity":8}"""),
    };

    public static Notice Notice(NoticeKind kind = NoticeKind.New, string id = "49514155ed6b4536b05649a87fc3c05a") =>
        new(kind, Finding(id), AccountInfo.Unknown, kind == NoticeKind.New ? [] : ["severity 5 → 8"]);

    /// <summary>A destination of each service that HTTP goes to, on a server.</summary>
    public static Destination On(WebhookServer server, DestinationKind kind, string name = "") => new(name.Length > 0 ? name : kind.ToString().ToLowerInvariant(), kind)
    {
        UrlFrom = kind switch { DestinationKind.Slack => "/sluice/slack-url", DestinationKind.Teams => "/sluice/teams-url", _ => "" },
        Target = kind switch { DestinationKind.Slack or DestinationKind.Teams => "", DestinationKind.Webhook => server.Url + "/hook/path-that-nobody-may-see", _ => server.Url },
        SecretFrom = kind switch
        {
            DestinationKind.PagerDuty => "/sluice/routing-key", DestinationKind.Jira => "/sluice/jira-token",
            DestinationKind.Opsgenie => "/sluice/opsgenie-key", DestinationKind.Webhook => "/sluice/signing-key", _ => "",
        },
        User = kind == DestinationKind.Jira ? WebhookServer.JiraUser : "",
        Project = kind == DestinationKind.Jira ? "SEC" : "",
    };

    public static Dictionary<string, string> Secrets(WebhookServer server) => new(StringComparer.Ordinal)
    {
        ["/sluice/slack-url"] = server.Url + WebhookServer.SlackPath + "\n",
        ["/sluice/teams-url"] = server.Url + WebhookServer.TeamsPath + WebhookServer.TeamsQuery,
        ["/sluice/routing-key"] = WebhookServer.RoutingKey,
        ["/sluice/jira-token"] = server.Services.JiraToken,
        ["/sluice/opsgenie-key"] = WebhookServer.OpsgenieKey,
        ["/sluice/signing-key"] = WebhookServer.SigningKey,
    };

    /// <summary>The least that each service takes.</summary>
    public static OutMessage Render(Notice notice, Destination destination, string secret, DateTimeOffset now)
    {
        JsonNode json = destination.Kind switch
        {
            DestinationKind.Slack => new JsonObject { ["text"] = notice.Finding.Type },
            DestinationKind.Teams => new JsonObject { ["type"] = "message" },
            DestinationKind.PagerDuty => new JsonObject { ["routing_key"] = secret, ["event_action"] = "trigger", ["dedup_key"] = notice.IncidentKey },
            DestinationKind.Opsgenie => new JsonObject { ["message"] = notice.Finding.Type, ["alias"] = notice.IncidentKey },
            DestinationKind.Jira => new JsonObject { ["fields"] = new JsonObject { ["project"] = new JsonObject { ["key"] = destination.Project }, ["labels"] = new JsonArray(notice.IncidentKey) } },
            _ => new JsonObject { ["id"] = notice.Finding.Id, ["kind"] = notice.Kind.ToString() },
        };
        var body = Encoding.UTF8.GetBytes(json.ToJsonString());
        var message = new OutMessage("application/json; charset=utf-8", body);
        return destination.Kind switch
        {
            DestinationKind.Jira => message with
            {
                Body = notice.Kind == NoticeKind.Resolve ? [] : body,
                Path = "/rest/api/3/issue",
                IncidentLabel = notice.IncidentKey,
                Comment = Encoding.UTF8.GetBytes("""{"body":{"type":"doc","version":1,"content":[]}}"""),
            },
            DestinationKind.PagerDuty => message with { Path = "/v2/enqueue" },
            DestinationKind.Opsgenie => message with { Path = notice.Kind == NoticeKind.Resolve ? $"/v2/alerts/{Uri.EscapeDataString(notice.IncidentKey)}/close?identifierType=alias" : "/v2/alerts", Attributes = [new("Authorization", "GenieKey " + secret)] },
            DestinationKind.Webhook => message with { Attributes = [new("X-Sluice-Timestamp", Seconds(now)), new(destination.SignatureHeader, PlayedServices.Signature(Seconds(now), body))] },
            DestinationKind.Sns or DestinationKind.Sqs => message with { Attributes = [new("severity", "8"), new("type", notice.Finding.Type)] },
            DestinationKind.Email => new("text/plain", Encoding.UTF8.GetBytes("Somebody tries passwords.\n")) { Subject = "High: SSH brute force" },
            DestinationKind.Firehose => message with { Body = [.. body, (byte)'\n'] },
            _ => message,
        };
    }

    static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static DeliverySettings Settings { get; } = new("", TimeSpan.FromSeconds(5), Attempts: 4, Concurrency: 4, TimeSpan.FromMinutes(5), "127.0.0.1:9001");
}

/// <summary>Parameter Store in memory: parameters that are not there are refused, and reads are counted.</summary>
sealed class ParametersInMemory(Dictionary<string, string> texts) : AmazonSimpleSystemsManagementClient(new BasicAWSCredentials("AKIALOCAL00000000000", "local"), new AmazonSimpleSystemsManagementConfig { ServiceURL = "http://parameters.invalid" })
{
    public int Reads { get; private set; }

    /// <summary>What a read throws, where it throws.</summary>
    public Exception? Failure { get; set; }

    public override Task<GetParameterResponse> GetParameterAsync(GetParameterRequest request, CancellationToken cancellationToken = default)
    {
        Reads++;
        CallRecorder.Note(request);
        if (Failure is not null) throw Failure;
        return texts.TryGetValue(request.Name, out var text) ? Task.FromResult(new GetParameterResponse { Parameter = new Parameter { Value = text } })
            : throw new AmazonSimpleSystemsManagementException("not there", ErrorType.Sender, "ParameterNotFound", "1", System.Net.HttpStatusCode.BadRequest);
    }
}

/// <summary>Secrets Manager in memory: each ARN has the same text.</summary>
sealed class SecretsInMemory(string text) : AmazonSecretsManagerClient(new BasicAWSCredentials("AKIALOCAL00000000000", "local"), new AmazonSecretsManagerConfig { ServiceURL = "http://secrets.invalid" })
{
    public override Task<GetSecretValueResponse> GetSecretValueAsync(GetSecretValueRequest request, CancellationToken cancellationToken = default)
    {
        CallRecorder.Note(request);
        return Task.FromResult(new GetSecretValueResponse { SecretString = text });
    }
}

/// <summary>A deliverer with a server, secrets and a clock on which waits are over at once.</summary>
sealed class DeliveryScene : IAsyncDisposable
{
    readonly List<IDisposable> _owned = [];

    DeliveryScene(WebhookServer server)
    {
        Server = server;
        Texts = SomeDelivery.Secrets(server);
        Parameters = new ParametersInMemory(Texts);
        Server.Time = Time;
    }

    public WebhookServer Server { get; }

    public Dictionary<string, string> Texts { get; }

    public ParametersInMemory Parameters { get; }

    public ImpatientTime Time { get; } = new();

    public DeliverySettings Settings { get; set; } = SomeDelivery.Settings;

    public RenderMessage Render { get; set; } = SomeDelivery.Render;

    public X509Certificate2Collection? Authorities { get; set; }

    /// <summary>Of Secrets Manager; <c>null</c> where none is to be read.</summary>
    public string? Secret { get; set; }

    public Deliverer Deliverer => field ??= Make();

    public static async Task<DeliveryScene> StartAsync(X509Certificate2? certificate = null) => new(await WebhookServer.StartAsync(certificate));

    public Task<DeliveryOutcome> SendAsync(DestinationKind kind, Notice? notice = null, TimeSpan? left = null, CancellationToken deadline = default) =>
        SendAsync(SomeDelivery.On(Server, kind), notice, left, deadline);

    public Task<DeliveryOutcome> SendAsync(Destination destination, Notice? notice = null, TimeSpan? left = null, CancellationToken deadline = default) =>
        Deliverer.SendAsync(destination, notice ?? SomeDelivery.Notice(), Time.GetUtcNow() + (left ?? TimeSpan.FromMinutes(2)), deadline);

    Deliverer Make()
    {
        var secrets = new SecretText(() => new SecretsInMemory(Secret ?? throw new InvalidOperationException("no secret was to be read")), () => Parameters);
        var deliverer = new Deliverer(Settings, NoAws(), secrets, Connections.Create(8, TimeSpan.FromSeconds(5), Authorities), Render, Time);
        _owned.Add(deliverer);
        return deliverer;
    }

    public static AwsClients NoAws() => new(
        _ => throw new InvalidOperationException("no SNS was to be asked"), _ => throw new InvalidOperationException("no SQS was to be asked"),
        _ => throw new InvalidOperationException("no Firehose was to be asked"), _ => throw new InvalidOperationException("no EventBridge was to be asked"));

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _owned) one.Dispose();
        await Server.DisposeAsync();
    }
}
