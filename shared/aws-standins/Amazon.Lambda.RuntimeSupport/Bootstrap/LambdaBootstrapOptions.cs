namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>What a program may choose about its runtime.</summary>
public class LambdaBootstrapOptions
{
    /// <summary>Takes the place of the environment variable <c>AWS_LAMBDA_RUNTIME_API</c>; <c>null</c> leaves it.</summary>
    public string RuntimeApiEndpoint { get; set; }
}
