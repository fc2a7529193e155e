namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Handles one event.</summary>
public delegate Task<InvocationResponse> LambdaBootstrapHandler(InvocationRequest invocation);

/// <summary>Runs once before the first event. <c>false</c> or an exception ends the process with an initialization error.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
