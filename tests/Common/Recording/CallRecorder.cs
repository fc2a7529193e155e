using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Sluice.Tests;

/// <summary>Writes down every AWS call that the function under test makes, for Permissions.Tests: which operation, and on what. Never a body.</summary>
/// <remarks>Compiled into the test project of each function; the lines go into <c>artifacts/calls</c>, a file a project. A call is the
/// function's where the code next above the SDK on the stack is the function's or shared: the recorder is the outermost handler of the
/// pipeline, which runs before the first <c>await</c>, so the caller is still there. What a test does to set its scene has the test there.</remarks>
static class CallRecorder
{
    /// <summary>Members of requests that name a resource, or that ask for a permission of their own.</summary>
    static readonly HashSet<string> s_members = new(StringComparer.Ordinal)
    {
        "BucketName", "Key", "Prefix", "VersionId", "IfMatch", "SourceBucket", "SourceKey", "SourceVersionId", "DestinationBucket", "DestinationKey",
        "CannedACL", "TaggingDirective", "ServerSideEncryptionMethod", "ServerSideEncryptionKeyManagementServiceKeyId", "BypassGovernanceRetention",
        "QueueUrl", "TableName", "IndexName", "DeliveryStreamName", "StreamName", "StreamARN", "SecretId", "Name", "Names", "Path", "WithDecryption",
        "KeyId", "TopicArn", "TargetArn", "RoleArn", "EventBusName",
    };

    /// <summary>Lists whose elements have such members, and lists that count by being there.</summary>
    static readonly HashSet<string> s_lists = new(StringComparer.Ordinal) { "Entries", "TagSet" };

    static readonly string s_function = Path.GetFileNameWithoutExtension(typeof(CallRecorder).Assembly.Location).Replace(".Tests", "", StringComparison.Ordinal);
    static readonly HashSet<string> s_written = new(StringComparer.Ordinal);
    static readonly Lock s_gate = new();

    // The attribute is for programs, and a test project is one: nothing else runs before the first client is made.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install() => RuntimePipelineCustomizerRegistry.Instance.Register(new EveryClient());

    /// <summary>For clients in memory, which override a call and so have no pipeline.</summary>
    public static void Note(AmazonWebServiceRequest request)
    {
        try
        {
            if (CallerOf(new StackTrace()) is not { } caller) return;
            var type = request.GetType();
            Write(type.Namespace!.Split('.')[1], type.Name[..^"Request".Length], caller, ParametersOf(request));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or TargetInvocationException)
        {
            // No recording must break a test; Permissions.Tests misses what is not there.
        }
    }

    /// <summary>For signed HTTP past the SDK: what the server was asked.</summary>
    public static void NoteHttp(string service, string method, string path)
    {
        try
        {
            Write(service, "Http" + method, "", new JsonObject { ["HttpPath"] = path.Split('?', 2)[0] });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }

    static JsonObject ParametersOf(object request)
    {
        var found = new JsonObject();
        foreach (var property in request.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(one => one.CanRead && one.GetIndexParameters().Length == 0))
        {
            if (s_members.Contains(property.Name) && TextOf(property.GetValue(request)) is { Length: > 0 } text) found[property.Name] = text;
            if (!s_lists.Contains(property.Name) || property.GetValue(request) is not IEnumerable list) continue;
            var elements = list.Cast<object>().ToList();
            if (elements.Count > 0) found[property.Name] = "yes";
            foreach (var (name, value) in elements.SelectMany(ParametersOf))
                if (name is not ("Key" or "Value")) found[name] = value!.DeepClone();
        }
        return found;
    }

    static string? TextOf(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : null,
        ConstantClass constant => constant.Value,
        IEnumerable<string> texts => string.Join(',', texts),
        _ => null,
    };

    /// <returns>The types of the function and of shared code on the stack, innermost first; <c>null</c> where the call is not theirs.</returns>
    static string? CallerOf(StackTrace stack)
    {
        var types = new List<string>();
        foreach (var method in stack.GetFrames().Select(frame => frame.GetMethod()))
        {
            if (method?.DeclaringType is not { } type || type == typeof(CallRecorder)) continue;
            while (type.DeclaringType is { } outer && !typeof(AmazonServiceClient).IsAssignableFrom(type) && type != typeof(Recorder)) type = outer;
            if (typeof(AmazonServiceClient).IsAssignableFrom(type) || type == typeof(Recorder)) continue;
            var assembly = type.Assembly.GetName().Name!;
            if (assembly.StartsWith("AWSSDK.", StringComparison.Ordinal) || assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Polly", StringComparison.Ordinal)) continue;
            var isOurs = assembly == s_function || assembly == "Sluice.Shared";
            if (!isOurs && types.Count == 0) return null;
            if (isOurs && !types.Contains(type.Name)) types.Add(type.Name);
        }
        return types.Count == 0 ? null : string.Join(' ', types);
    }

    static void Write(string service, string operation, string caller, JsonObject parameters)
    {
        var line = new JsonObject { ["function"] = s_function, ["service"] = service.ToLowerInvariant(), ["operation"] = operation, ["caller"] = caller, ["parameters"] = parameters }.ToJsonString();
        lock (s_gate)
        {
            if (!s_written.Add(line)) return;
            Directory.CreateDirectory(Repo.File("artifacts", "calls"));
            File.AppendAllText(Repo.File("artifacts", "calls", s_function + ".jsonl"), line + "\n");
        }
    }

    sealed class EveryClient : IRuntimePipelineCustomizer
    {
        public string UniqueName => "Sluice.Tests.CallRecorder";

        public void Customize(Type serviceClientType, RuntimePipeline pipeline) => pipeline.AddHandler(new Recorder());
    }

    sealed class Recorder : PipelineHandler
    {
        public override void InvokeSync(IExecutionContext executionContext)
        {
            Note(executionContext.RequestContext.OriginalRequest);
            base.InvokeSync(executionContext);
        }

        public override Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            Note(executionContext.RequestContext.OriginalRequest);
            return base.InvokeAsync<T>(executionContext);
        }
    }
}
