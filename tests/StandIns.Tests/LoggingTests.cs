using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;

namespace Sluice.StandIns.Tests;

/// <summary>Tests that change what the whole process shares: the console, the environment, the runtime's hooks.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public class ProcessWide;

[Collection(nameof(ProcessWide))]
public class LoggingTests
{
    sealed class OldLogger : ILambdaLogger
    {
        public List<string> Lines { get; } = [];

        public void Log(string message) => Lines.Add(message);

        public void LogLine(string message) => Lines.Add(message);
    }

    sealed class OldContext : ILambdaContext
    {
        public string AwsRequestId => "";
        public IClientContext ClientContext => null!;
        public string FunctionName => "";
        public string FunctionVersion => "";
        public ICognitoIdentity Identity => null!;
        public string InvokedFunctionArn => "";
        public ILambdaLogger Logger => null!;
        public string LogGroupName => "";
        public string LogStreamName => "";
        public int MemoryLimitInMB => 128;
        public TimeSpan RemainingTime => TimeSpan.Zero;
    }

    [Fact]
    public void A_test_logger_keeps_and_shows_what_is_logged()
    {
        var context = new TestLambdaContext { AwsRequestId = "id", RemainingTime = TimeSpan.FromSeconds(3) };

        var shown = Console(() =>
        {
            context.Logger.Log("no line end, ");
            context.Logger.LogLine("line end");
            context.Logger.LogWarning("level");
            context.Logger.LogError(new InvalidOperationException("cause"), "template {a}", 1);
        });

        Assert.Equal(((TestLambdaLogger)context.Logger).Buffer.ToString().ReplaceLineEndings("\n"), shown);
        Assert.StartsWith("no line end, line end\nWarning: level\nError: template {a}\n\t1\n", shown, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: cause", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logger_with_only_the_two_oldest_members_gets_every_line()
    {
        var logger = new OldLogger();
        ILambdaLogger log = logger;

        log.LogTrace("a");
        log.Log(LogLevel.Critical, "b");

        Assert.Equal(["a", "b"], logger.Lines);
    }

    [Fact]
    public void A_context_without_the_newer_members_still_has_values_for_them()
    {
        ILambdaContext context = new OldContext();

        Assert.Null(context.Serializer);
        Assert.Null(context.TenantId);
    }

    [Fact]
    public void The_static_logger_writes_to_the_console_until_a_runtime_takes_over()
    {
        var shown = Console(() =>
        {
            LambdaLogger.Log("plain");
            LambdaLogger.Log(LogLevel.Warning, "of {what}", "a kind");
            LambdaLogger.Log("Error", new InvalidOperationException("cause"), "failed");
        });

        Assert.StartsWith("plain\nWarning: of {what}", shown, StringComparison.Ordinal);
        Assert.Contains("a kind", shown, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: cause", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_serializer_shows_event_and_answer_when_asked_by_the_environment()
    {
        var text = "";
        var shown = Console(() =>
        {
            Environment.SetEnvironmentVariable("LAMBDA_NET_SERIALIZER_DEBUG", "True");
            try
            {
                var serializer = new DefaultLambdaJsonSerializer();
                text = Sample.Write(Sample.Parse<string>("\"in\""u8, serializer) + " and out", serializer);
            }
            finally
            {
                Environment.SetEnvironmentVariable("LAMBDA_NET_SERIALIZER_DEBUG", null);
            }
        });

        Assert.Equal("\"in and out\"", text);
        Assert.Equal(2, shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"in\"", shown, StringComparison.Ordinal);
        Assert.Contains(text, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_trace_id_of_a_runtime_that_sets_none_is_that_of_the_environment()
    {
        Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", "Root=1-2-3");
        try
        {
            Assert.Equal("Root=1-2-3", LambdaTraceProvider.CurrentTraceId);
        }
        finally
        {
            Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", null);
        }

        Assert.Null(LambdaTraceProvider.CurrentTraceId);
    }

    static string Console(Action action)
    {
        var (before, shown) = (System.Console.Out, new StringWriter());
        System.Console.SetOut(shown);
        try
        {
            action();
        }
        finally
        {
            System.Console.SetOut(before);
        }

        return shown.ToString().ReplaceLineEndings("\n");
    }
}
