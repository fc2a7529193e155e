namespace Amazon.Lambda.RuntimeSupport;

/// <summary>What Lambda tells a function by its environment.</summary>
public class LambdaEnvironment
{
    internal const string InitializationType = "AWS_LAMBDA_INITIALIZATION_TYPE";
    internal const string MemorySize = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";
    internal const string TraceId = "_X_AMZN_TRACE_ID";

    readonly IEnvironmentVariables _environment;

    public LambdaEnvironment()
        : this(new SystemEnvironmentVariables())
    {
    }

    internal LambdaEnvironment(IEnvironmentVariables environment)
    {
        _environment = environment;
        FunctionMemorySize = Read(MemorySize);
        FunctionName = Read("AWS_LAMBDA_FUNCTION_NAME");
        FunctionVersion = Read("AWS_LAMBDA_FUNCTION_VERSION");
        LogGroupName = Read("AWS_LAMBDA_LOG_GROUP_NAME");
        LogStreamName = Read("AWS_LAMBDA_LOG_STREAM_NAME");
        RuntimeServerHostAndPort = Read("AWS_LAMBDA_RUNTIME_API");
        Handler = Read("_HANDLER");
        ExecutionEnvironment = Read("AWS_EXECUTION_ENV");
    }

    public string FunctionMemorySize { get; }

    public string FunctionName { get; }

    public string FunctionVersion { get; }

    public string LogGroupName { get; }

    public string LogStreamName { get; }

    public string RuntimeServerHostAndPort { get; }

    public string Handler { get; }

    /// <summary>Read each time: it changes with every event.</summary>
    public string XAmznTraceId => Read(TraceId);

    public string ExecutionEnvironment { get; }

    string Read(string name) => _environment.GetEnvironmentVariable(name);
}
