using System.Security.Cryptography;
using Amazon.S3;

namespace Sluice.Local;

/// <summary>The template's resources in moto, its functions as processes, a player for each of its delivery streams, a feed for each of its
/// queues that call a function; and what the template has for a central account, in another account of the same moto.</summary>
sealed class DemoStack : IAsyncDisposable
{
    const int FieldKeyBits = 2048;

    /// <summary>On AWS it is in Secrets Manager.</summary>
    const string HecToken = "00000000-0000-4000-8000-000000000001";

    /// <summary>Firehose takes https only: the template gets this, and the player goes to the endpoint on this machine instead.</summary>
    static readonly Dictionary<string, string> s_optional = new()
    {
        ["SplunkEndpoint"] = "https://splunk.example.com:8088",
        ["SplunkTokenSecretArn"] = "arn:aws:secretsmanager:us-east-1:123456789012:secret:splunk-hec-token-AbCdEf",
        ["SplunkRetrySeconds"] = "1",
        ["CaptureChanges"] = "true",
    };

    readonly MotoServer _moto;
    readonly HttpClient _http;
    readonly Dictionary<string, PlayedFunction> _functions;     // by ARN
    readonly Dictionary<string, FirehoseFeed> _feeds;           // by logical id
    readonly Dictionary<string, QueueFeed> _queues;             // by logical id of the function

    DemoStack(
        string folder, TwoAccounts accounts, MotoServer moto, LocalAws aws, MotoStack calls, MotoStack centralCalls, LocalAws central, HecEndpoint hec, ISearchService search, RSA fieldKey,
        Dictionary<string, PlayedFunction> functions, TimeProvider time)
    {
        var template = accounts.Resource;
        (Folder, Template, Central, _moto, Aws, Calls, CentralCalls, S3, CentralS3, Hec, Search, FieldKey, _functions, Time) =
            (folder, template, accounts.Central, moto, aws, calls, centralCalls, aws.S3(), central.S3(), hec, search, fieldKey, functions, time);
        // Longer than a long poll.
        _http = new HttpClient { BaseAddress = moto.Endpoint, Timeout = TimeSpan.FromMinutes(1) };
        _feeds = template.Resources.Values.Where(IsStream).ToDictionary(stream => stream.LogicalId, Feed, StringComparer.Ordinal);
        _queues = Mappings(template, aws).Concat(Mappings(accounts.Central, central)).ToDictionary(StringComparer.Ordinal);

        IEnumerable<KeyValuePair<string, QueueFeed>> Mappings(ResolvedTemplate stack, LocalAws account) => stack.Functions.Values
            .SelectMany(spec => QueueMapping.Of(stack.Resources[spec.LogicalId]), (spec, mapping) => KeyValuePair.Create(spec.LogicalId, Queue(stack, account, spec, mapping)));
    }

    /// <summary>Logs, and copies of what was delivered; git-ignored.</summary>
    public string Folder { get; }

    public ResolvedTemplate Template { get; }

    /// <summary>What the template has for the central account alone.</summary>
    public ResolvedTemplate Central { get; }

    public LocalAws Aws { get; }

    public MotoStack Calls { get; }

    /// <summary>By somebody of the central account.</summary>
    public MotoStack CentralCalls { get; }

    public IAmazonS3 S3 { get; }

    /// <summary>As the central account sees it.</summary>
    public IAmazonS3 CentralS3 { get; }

    /// <summary>The HTTP Event Collector that the stream to Splunk delivers to.</summary>
    public HecEndpoint Hec { get; }

    /// <summary>What the central account's loader loads into: a real server where SLUICE_SEARCH names one.</summary>
    public ISearchService Search { get; }

    /// <summary>Of field-level encryption; the function has it out of Parameter Store.</summary>
    public RSA FieldKey { get; }

    /// <summary>Every log line that was put into the log group so far.</summary>
    public List<string> LinesPut { get; } = [];

    public TimeProvider Time { get; }

    public IReadOnlyDictionary<string, FirehoseFeed> Feeds => _feeds;

    /// <summary>By the function that each calls.</summary>
    public IReadOnlyDictionary<string, QueueFeed> Queues => _queues;

    public static async Task<DemoStack> StartAsync(DemoStackOptions options, DemoProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        var parameters = new Dictionary<string, string>(s_optional);
        var fieldKey = RSA.Create(FieldKeyBits);
        (parameters["FormPublicKey"], parameters["FieldKeyPath"]) = (fieldKey.ExportSubjectPublicKeyInfoPem(), FormEdge.KeyPath);
        foreach (var (name, value) in FindingDesk.Parameters.Concat(options.Parameters)) parameters[name] = value;
        var scripts = Path.Combine(Repository.Root, "local", "moto");

        var (python, _) = await progress.StepAsync("looking for Python with moto", async say =>
            (await Tools.PythonAsync(say, cancellation), "Python with moto"));
        var (search, _) = await progress.StepAsync("starting a search server", async _ =>
        {
            ISearchService started = SearchProcess.Script(SearchProcess.Folder) is { } script ? await SearchProcess.StartAsync(script, cancellation) : await SearchEndpoint.StartAsync();
            return (started, $"{started.Name} at {started.Address.Authority}");
        });
        var accounts = TwoAccounts.Resolve(Repository.Root, parameters, search.Address);
        var template = accounts.Resource;
        var (runnables, _) = await progress.StepAsync("looking whether the functions are built", say => BuildAsync([.. template.Functions.Values, .. accounts.Central.Functions.Values], options.Packaging, say, time, cancellation));
        var (moto, _) = await progress.StepAsync("starting moto, which plays AWS", async _ =>
        {
            var started = await MotoServer.StartAsync(python, scripts, Path.Combine(options.Folder, "moto.log"), options.Port, time, cancellation);
            return (started, $"moto plays AWS at {started.Endpoint}");
        });

        var aws = new LocalAws(moto.Endpoint, accounts.Context.Region);
        var calls = new MotoStack(new PythonScript(python, scripts), aws);
        var central = await calls.OfAccountAsync(TwoAccounts.CentralAccount, cancellation);
        var functions = runnables.ToDictionary(one => one.Spec.Arn, one => new PlayedFunction(
            one.Spec, one.Runnable, template.Functions.ContainsKey(one.Spec.LogicalId) ? aws : central, Path.Combine(options.Folder, one.Spec.LogicalId + ".log"), time), StringComparer.Ordinal);
        var stack = new DemoStack(options.Folder, accounts, moto, aws, calls, new MotoStack(new PythonScript(python, scripts), central), central, await HecEndpoint.StartAsync(HecToken), search, fieldKey, functions, time);
        try
        {
            await progress.StepAsync("creating the resources of template.yaml, in two accounts", async _ =>
            {
                var inCentral = await stack.CentralCalls.CreateAsync(accounts.Central.Resources.Values, cancellation);
                List<ProvisionedResource> made = [.. await stack.Calls.CreateAsync(template.Resources.Values, cancellation), .. inCentral];
                var leftOut = made.Where(one => one.Reason is not null).ToList();
                var kinds = leftOut.CountBy(one => one.Type.Split("::")[^1]).Select(kind => $"{kind.Value} {kind.Key}");
                return (made, $"{made.Count - leftOut.Count} resources of template.yaml created" + (leftOut.Count == 0 ? "" : $" (not needed in moto: {string.Join(", ", kinds)})"));
            });
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public ResolvedResource Resource(string logicalId) => Template.Resources[logicalId];

    /// <summary>Of either account.</summary>
    public PlayedFunction Function(string logicalId) => _functions[(Central.Functions.TryGetValue(logicalId, out var spec) ? spec : Template.Function(logicalId)).Arn];

    public async ValueTask DisposeAsync()
    {
        foreach (var function in _functions.Values) await function.DisposeAsync();
        foreach (var feed in _feeds.Values) feed.Dispose();
        foreach (var queue in _queues.Values) queue.Dispose();
        S3.Dispose();
        CentralS3.Dispose();
        _http.Dispose();
        FieldKey.Dispose();
        await Hec.DisposeAsync();
        await Search.DisposeAsync();
        await _moto.DisposeAsync();
    }

    static bool IsStream(ResolvedResource resource) => resource.Type == "AWS::KinesisFirehose::DeliveryStream";

    static async Task<(IReadOnlyList<(FunctionSpec Spec, Runnable Runnable)>, string)> BuildAsync(
        IReadOnlyList<FunctionSpec> functions, Packaging packaging, Action<string> say, TimeProvider time, CancellationToken cancellation)
    {
        var builder = new FunctionBuilder(say, time);
        var built = new List<(FunctionSpec, Runnable)>();
        foreach (var spec in functions)
            built.Add((spec, await builder.RunnableAsync(FunctionProject.Named(spec.ProjectName), packaging, cancellation)));
        return (built, $"built: {string.Join(", ", functions.Select(one => one.LogicalId))}");
    }

    Func<ReadOnlyMemory<byte>, CancellationToken, Task<LambdaFailure?>>? ToSplunk(FirehoseSettings settings) =>
        settings.Splunk is { } destination ? new SplunkDelivery(destination with { Endpoint = Hec.Address }, HecToken, _http, Time).DeliverAsync : null;

    QueueFeed Queue(ResolvedTemplate stack, LocalAws account, FunctionSpec function, QueueMapping mapping)
    {
        var queue = stack.Resources.Values.FirstOrDefault(one => one.Type == "AWS::SQS::Queue" && one.Attributes["Arn"] == mapping.QueueArn)
            ?? throw new UserError($"function {function.LogicalId}: no queue of the template is {mapping.QueueArn}.");
        return new(account.Sqs(), queue.Ref, mapping, _functions[function.Arn].InvokeAsync);
    }

    FirehoseFeed Feed(ResolvedResource stream)
    {
        var settings = FirehoseSettingsReader.Read(stream.PhysicalName, stream.Attributes["Arn"], stream.Properties);
        Func<ReadOnlyMemory<byte>, CancellationToken, Task<InvocationOutcome>>? invoke = settings.Lambda is { } lambda
            ? _functions.TryGetValue(lambda.FunctionArn, out var function) ? function.InvokeAsync
                : throw new UserError($"delivery stream {stream.LogicalId}: no function of the template is {lambda.FunctionArn}.")
            : null;
        return new(_http, stream.PhysicalName, new FirehosePlayer(settings, invoke, S3.PutAsync, Time, ToSplunk(settings)), Time);
    }
}

/// <param name="Folder">Takes logs, and copies of what was delivered.</param>
/// <param name="Packaging">How the functions are built.</param>
/// <param name="Port">Of moto; 0: a free one.</param>
/// <param name="Parameters">Of the template, before those of samconfig.toml.</param>
sealed record DemoStackOptions(string Folder, Packaging Packaging, int Port, IReadOnlyDictionary<string, string> Parameters);
