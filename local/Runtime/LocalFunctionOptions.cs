namespace Sluice.Local;

/// <summary>What the service knows of a function before it starts it.</summary>
/// <param name="Name">The function's name: its log group is <c>/aws/lambda/Name</c>.</param>
/// <param name="Executable">The file to start; its folder is <c>LAMBDA_TASK_ROOT</c> and the working directory.</param>
/// <param name="Arguments">Given to the executable as they are.</param>
/// <param name="Environment">The function's own variables, with region and credentials. Names that the service reserves for itself are not taken from here: <see cref="FunctionEnvironment"/>.</param>
/// <param name="Timeout">Of one invocation, from delivery to answer. A function that is late is killed.</param>
/// <param name="MemoryMegabytes">Told to the function, which keeps its heap below; not enforced.</param>
/// <param name="InvokedFunctionArn">Told to the function with each event.</param>
/// <param name="OnLogLine">Takes each line of standard output and standard error, without its end; called from two threads, never after <see cref="LocalFunction.DisposeAsync"/>.</param>
sealed record LocalFunctionOptions(
    string Name,
    string Executable,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    TimeSpan Timeout,
    int MemoryMegabytes,
    string InvokedFunctionArn,
    Action<string> OnLogLine);
