using System.Runtime.CompilerServices;

[assembly: CollectionBehavior(DisableTestParallelization = true)]    // the environment belongs to the process

namespace Sluice.AwsSdkStandIns.Tests;

static class InLambda
{
    /// <summary>AWSSDK.Core asks once whether it runs in Lambda, before its first request.</summary>
    [ModuleInitializer]
    internal static void Enter() => Environment.SetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME", "test");
}
