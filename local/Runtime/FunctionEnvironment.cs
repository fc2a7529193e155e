using System.Globalization;

namespace Sluice.Local;

/// <summary>The variables that a function finds, and no others.</summary>
static class FunctionEnvironment
{
    /// <summary>What a .NET executable or a script needs of this machine; everything else stays with the caller.</summary>
    static readonly string[] Inherited =
        ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64", "DOTNET_ROOT_ARM64", "LD_LIBRARY_PATH", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>Reserved names are the service's: a value for them among the function's own is passed over, except for region, credentials, <c>AWS_EXECUTION_ENV</c> and <c>_HANDLER</c>.</summary>
    public static IReadOnlyDictionary<string, string> Of(LocalFunctionOptions options, string runtimeApi, DateTimeOffset now)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Inherited)
            if (Environment.GetEnvironmentVariable(name) is { } value) variables[name] = value;
        variables["LANG"] = "en_US.UTF-8";
        variables["TZ"] = ":UTC";
        foreach (var (name, value) in options.Environment) variables[name] = value;

        var region = options.Environment.GetValueOrDefault("AWS_REGION") ?? options.Environment.GetValueOrDefault("AWS_DEFAULT_REGION");
        if (region is not null) variables["AWS_REGION"] = variables["AWS_DEFAULT_REGION"] = region;
        variables.TryAdd("_HANDLER", Path.GetFileName(options.Executable));
        variables["AWS_LAMBDA_FUNCTION_NAME"] = options.Name;
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = options.MemoryMegabytes.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        // Where the template gives a log group of its own, that is what the function is told.
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = options.Environment.GetValueOrDefault("AWS_LAMBDA_LOG_GROUP_NAME") ?? "/aws/lambda/" + options.Name;
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = string.Create(CultureInfo.InvariantCulture, $"{now:yyyy/MM/dd}/[$LATEST]{Guid.NewGuid():N}");
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        variables["LAMBDA_TASK_ROOT"] = Path.GetDirectoryName(Path.GetFullPath(options.Executable))!;
        variables["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
        variables.Remove("_X_AMZN_TRACE_ID");                           // comes with each event, not with the process
        return variables;
    }
}
