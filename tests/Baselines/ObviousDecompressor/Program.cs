using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Sluice.ObviousDecompressor;

await LambdaBootstrapBuilder.Create(
    (Stream input, ILambdaContext _) =>
    {
        // Two contexts: the event and the answer each nest a FirehoseRecord, which one context cannot tell apart.
        var batch = JsonSerializer.Deserialize(input, EventJson.Default.KinesisFirehoseEvent)!;
        var output = new MemoryStream();
        JsonSerializer.Serialize(output, Obvious.Handle(batch), AnswerJson.Default.KinesisFirehoseResponse);
        output.Position = 0;
        return Task.FromResult<Stream>(output);
    }).Build().RunAsync();
