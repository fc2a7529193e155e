using Amazon.Lambda.RuntimeSupport;
using Sluice.TestFunction;

await LambdaBootstrapBuilder.Create(Handler.HandleAsync).UseBootstrapHandler(Initializer.RunAsync).Build().RunAsync();
