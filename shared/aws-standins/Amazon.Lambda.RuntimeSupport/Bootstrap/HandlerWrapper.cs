using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Makes a <see cref="LambdaBootstrapHandler"/> of a method with streams or types.</summary>
public class HandlerWrapper : IDisposable
{
    // The answer of a typed handler is written here each time: one invocation at a time, and it is sent before the next begins.
    readonly MemoryStream _output = new();

    HandlerWrapper()
    {
    }

    public LambdaBootstrapHandler Handler { get; private init; }

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Task<Stream>> handler) =>
        new() { Handler = async invocation => new(await handler(invocation.InputStream)) };

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Task<Stream>> handler) =>
        new() { Handler = async invocation => new(await handler(invocation.InputStream, invocation.LambdaContext)) };

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Task> handler, ILambdaSerializer serializer) =>
        GetHandlerWrapper<TInput>((input, _) => handler(input), serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) => new()
    {
        Handler = async invocation =>
        {
            await handler(Read<TInput>(invocation, serializer), invocation.LambdaContext);
            return new(Stream.Null, disposeOutputStream: false);
        },
    };

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        GetHandlerWrapper<TInput, TOutput>((input, _) => handler(input), serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer)
    {
        MemoryStream output = null;
        var wrapper = new HandlerWrapper
        {
            Handler = async invocation =>
            {
                var answer = await handler(Read<TInput>(invocation, serializer), invocation.LambdaContext);
                output.SetLength(0);
                serializer.Serialize(answer, output);
                output.Position = 0;
                return new(output, disposeOutputStream: false);
            },
        };
        output = wrapper._output;
        return wrapper;
    }

    public void Dispose() => _output.Dispose();

    static TInput Read<TInput>(InvocationRequest invocation, ILambdaSerializer serializer)
    {
        if (invocation.LambdaContext is LambdaContext context)
            context.Serializer = serializer;
        return serializer.Deserialize<TInput>(invocation.InputStream);
    }
}
