using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace Sluice.Local;

/// <param name="TemplateFile">Of the suite, or a changed copy of it.</param>
/// <param name="Environment">Of samconfig.toml.</param>
/// <param name="Folder">Takes logs.</param>
/// <param name="Packaging">How the functions are built.</param>
/// <param name="StackOnly">No triggers.</param>
/// <param name="Only">Logical ids of the functions whose samples are sent; empty: all.</param>
sealed record RehearsalOptions(string TemplateFile, string Environment, string Folder, Packaging Packaging, bool StackOnly, IReadOnlyCollection<string> Only)
{
    /// <summary>Before those of samconfig.toml.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}

/// <summary>The template's stack in a moto of its own.</summary>
sealed class RehearsalStack : IAsyncDisposable
{
    readonly MotoServer _moto;
    readonly PythonScript _scripts;

    RehearsalStack(MotoServer moto, PythonScript scripts, string python, LocalAws aws, TemplateContext context, StackReport report) =>
        (_moto, _scripts, Python, Aws, Context, Report) = (moto, scripts, python, aws, context, report);

    public string Python { get; }

    public Uri Endpoint => _moto.Endpoint;

    /// <summary>Nobody's; an administrator's once IAM is on.</summary>
    public LocalAws Aws { get; private set; }

    /// <summary>With the parameters of the deployment.</summary>
    public TemplateContext Context { get; }

    public StackReport Report { get; }

    /// <summary>By ARN; empty until IAM is on.</summary>
    public IReadOnlyDictionary<string, LocalAws> Roles { get; private set; } = new Dictionary<string, LocalAws>();

    public static string Scripts => Path.Combine(Repository.Root, "local", "moto");

    /// <exception cref="UserError">The template is none that SAM or CloudFormation takes; the message says what is wrong.</exception>
    public static async Task<RehearsalStack> CreateAsync(RehearsalOptions options, DemoProgress progress, TimeProvider time, CancellationToken cancellation)
    {
        var context = Deployment.Context(Repository.Root, options.Environment, options.Parameters, region: null);
        var (python, _) = await progress.StepAsync("looking for Python with moto and the SAM translator", async say =>
            (await Tools.PythonAsync(say, cancellation, Tools.Transformation), "Python with moto and the SAM translator"));
        var (moto, _) = await progress.StepAsync("starting moto, which plays AWS", async _ =>
        {
            var started = await MotoServer.StartAsync(python, Scripts, Path.Combine(options.Folder, "moto.log"), port: 0, time, cancellation);
            return (started, $"moto plays AWS at {started.Endpoint}");
        });
        try
        {
            var (scripts, aws) = (new PythonScript(python, Scripts), new LocalAws(moto.Endpoint, context.Region));
            var (report, _) = await progress.StepAsync("transforming template.yaml and creating its stack", async _ =>
            {
                var asked = new JsonObject
                {
                    ["template"] = await File.ReadAllTextAsync(options.TemplateFile, cancellation),
                    ["parameters"] = new JsonObject(context.Parameters.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
                    ["stack"] = context.StackName,
                    ["region"] = context.Region,
                    ["account"] = context.AccountId,
                };
                var said = StackReport.Read(await scripts.RunAsync("rehearse.py", aws.Environment, [asked.ToJsonString()], cancellation));
                return (said, $"the stack {context.StackName} is created");
            });
            return new(moto, scripts, python, aws, context, report);
        }
        catch
        {
            await moto.DisposeAsync();
            throw;
        }
    }

    /// <summary>What calls what, as moto has it.</summary>
    public async Task<JsonObject> WiringAsync(CancellationToken cancellation) =>
        JsonNode.Parse((await _scripts.RunAsync("wiring.py", Aws.Environment, [], cancellation))[0])!.AsObject();

    /// <summary>From here on everybody may do what his role says, and no more.</summary>
    /// <returns>How far moto judges that, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> EnforceAsync(CancellationToken cancellation)
    {
        var roles = new Dictionary<string, LocalAws>(StringComparer.Ordinal);
        var (administrator, notes) = (Aws, new List<string>());
        foreach (var line in (await _scripts.RunAsync("enforce.py", Aws.Environment, [], cancellation)).Select(line => JsonNode.Parse(line)!))
        {
            if (line["note"] is { } note)
            {
                notes.Add(note.ToString());
                continue;
            }
            var aws = Aws with { Keys = new ImmutableCredentials(line["accessKey"]!.ToString(), line["secretKey"]!.ToString(), line["token"]?.ToString()) };
            if (line["role"] is { } role) roles[role.ToString()] = aws;
            else administrator = aws;
        }
        (Aws, Roles) = (administrator, roles);
        return notes;
    }

    public ValueTask DisposeAsync() => _moto.DisposeAsync();
}
