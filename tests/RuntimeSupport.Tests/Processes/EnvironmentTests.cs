using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.RuntimeTests;

/// <summary>What a started function finds around itself.</summary>
public partial class EnvironmentTests
{
    [Fact]
    public async Task The_environment_is_that_of_lambda()
    {
        await using var function = TestFunctionProcess.Create(memory: 300, environment: [("AWS_REGION", "eu-west-1"), ("OWN", "value"), ("TZ", "Europe/Berlin"), ("AWS_LAMBDA_FUNCTION_NAME", "not mine"), ("_X_AMZN_TRACE_ID", "not mine")]);

        var about = await function.AboutAsync();

        var environment = about.GetProperty("environment");
        var expected = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_FUNCTION_NAME"] = "test-function",
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "300",
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/test-function",
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_DEFAULT_REGION"] = "eu-west-1",
            ["LAMBDA_TASK_ROOT"] = TestFunctionProcess.Folder,
            ["_HANDLER"] = "bootstrap",
            ["TZ"] = "Europe/Berlin",
            ["OWN"] = "value",
        };
        Assert.All(expected, variable => Assert.Equal(variable.Value, environment.GetProperty(variable.Key).GetString()));
        Assert.Matches(LogStream(), environment.GetProperty("AWS_LAMBDA_LOG_STREAM_NAME").GetString());
        Assert.Matches(TraceId(), environment.GetProperty("_X_AMZN_TRACE_ID").GetString());
        Assert.Equal(TestFunctionProcess.Folder, about.GetProperty("folder").GetString());
        Assert.Equal(300, TestFunctionProcess.Number(about.GetProperty("memory")));
    }

    [Fact]
    public async Task Nothing_else_of_the_caller_leaks_in()
    {
        Environment.SetEnvironmentVariable("SLUICE_TEST_SECRET", "secret");
        await using var function = TestFunctionProcess.Create();

        var names = (await function.AboutAsync()).GetProperty("environment").EnumerateObject().Select(variable => variable.Name);

        string[] allowed = ["PATH", "HOME", "TMPDIR", "LANG", "TZ", "LD_LIBRARY_PATH", "_HANDLER", "_X_AMZN_TRACE_ID", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"];
        Assert.DoesNotContain(names, name => !allowed.Contains(name) && !name.StartsWith("AWS_LAMBDA_", StringComparison.Ordinal) && !name.StartsWith("DOTNET_ROOT", StringComparison.Ordinal) && !name.StartsWith("SSL_CERT_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_collector_is_told_how_much_memory_the_function_has()
    {
        await using var function = TestFunctionProcess.Create(memory: 200);

        Assert.Equal(200L << 20, (await function.AboutAsync()).GetProperty("heapLimit").GetInt64());
    }

    [Fact]
    public async Task Each_event_has_a_deadline_at_the_timeout_and_a_trace_id_of_its_own()
    {
        await using var function = TestFunctionProcess.Create(TimeSpan.FromSeconds(40));

        var (first, second) = (await function.AboutAsync(), await function.AboutAsync());

        Assert.InRange(first.GetProperty("remainingMs").GetDouble(), 1, 40_000);
        Assert.NotEqual(TraceOf(first), TraceOf(second));

        static string? TraceOf(JsonElement about) => about.GetProperty("environment").GetProperty("_X_AMZN_TRACE_ID").GetString();
    }

    [GeneratedRegex(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}\z")]
    private static partial Regex LogStream();

    [GeneratedRegex(@"^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1\z")]
    private static partial Regex TraceId();
}
