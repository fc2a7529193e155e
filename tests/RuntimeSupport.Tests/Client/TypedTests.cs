using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Sluice.Local;

namespace Sluice.RuntimeTests;

/// <summary>Handlers with streams and with types, by way of the builder.</summary>
public class TypedTests
{
    [Fact]
    public async Task Every_shape_of_handler_answers()
    {
        var json = new NumberSerializer();
        HandlerWrapper[] wrappers =
        [
            HandlerWrapper.GetHandlerWrapper((Stream input) => Task.FromResult(input)),
            HandlerWrapper.GetHandlerWrapper((Stream input, ILambdaContext context) => Task.FromResult(input)),
            HandlerWrapper.GetHandlerWrapper((int input) => Task.FromResult(input), json),
            HandlerWrapper.GetHandlerWrapper((int input, ILambdaContext context) => Task.FromResult(context.Serializer == json ? input : -1), json),
        ];
        foreach (var wrapper in wrappers)
        {
            await using var runtime = await Runtime.StartAsync(wrapper.Handler);
            Assert.Equal(["12345", "7"], [Runtime.Text(await runtime.InvokeAsync("12345")), Runtime.Text(await runtime.InvokeAsync("7"))]);
            wrapper.Dispose();
        }
    }

    [Fact]
    public async Task A_handler_without_a_result_answers_nothing()
    {
        var seen = 0;
        using var plain = HandlerWrapper.GetHandlerWrapper((int input) => Sum(input), new NumberSerializer());
        using var withContext = HandlerWrapper.GetHandlerWrapper((int input, ILambdaContext context) => Sum(input), new NumberSerializer());
        foreach (var wrapper in new[] { plain, withContext })
        {
            await using var runtime = await Runtime.StartAsync(wrapper.Handler);
            Assert.Equal("", Runtime.Text(await runtime.InvokeAsync("5")));
        }

        Assert.Equal(10, seen);

        Task Sum(int input)
        {
            seen += input;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task An_event_of_another_type_is_an_error_of_the_function()
    {
        using var wrapper = HandlerWrapper.GetHandlerWrapper((int input) => Task.FromResult(input), new NumberSerializer());
        await using var runtime = await Runtime.StartAsync(wrapper.Handler);

        Assert.Equal((AnswerKind.Error, "Function.JsonReaderException"), await runtime.InvokeAsync("five") is var answer ? (answer.Kind, answer.ErrorType) : default);
    }

    [Fact]
    public async Task The_builder_takes_the_address_of_the_api_as_an_option()
    {
        await using var api = await RuntimeApi.StartAsync();
        using var http = LambdaBootstrap.ConstructHttpClient();
        using var stop = new CancellationTokenSource();
        var initialized = false;
        using var bootstrap = LambdaBootstrapBuilder.Create((int input) => Task.FromResult(input + 1), new NumberSerializer())
            .UseHttpClient(http)
            .UseBootstrapHandler(() => Task.FromResult(initialized = true))
            .ConfigureOptions(options => options.RuntimeApiEndpoint = api.Endpoint)
            .Build();
        var running = bootstrap.RunAsync(stop.Token);

        var answer = await api.InvokeAsync(new("id", "41"u8.ToArray(), TimeProvider.System.GetUtcNow().AddMinutes(1), "arn"), CancellationToken.None);
        await stop.CancelAsync();
        await running;

        Assert.True(initialized);
        Assert.Equal("42", Encoding.UTF8.GetString(answer.Body));
    }

    sealed class NumberSerializer : ILambdaSerializer
    {
        public T Deserialize<T>(Stream requestStream)
        {
            using var json = JsonDocument.Parse(requestStream);
            return (T)(object)json.RootElement.GetInt32();
        }

        public void Serialize<T>(T response, Stream responseStream)
        {
            using var writer = new Utf8JsonWriter(responseStream);
            writer.WriteNumberValue((int)(object)response!);
        }
    }
}
