using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Sluice.StandIns.Tests;

/// <summary>Events as their sources send them, read and written the way a function's runtime does it.</summary>
static class Sample
{
    public static readonly ILambdaSerializer Serializer = new DefaultLambdaJsonSerializer();

    public static byte[] Bytes(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", file));
        return bytes is [0xEF, 0xBB, 0xBF, .. var afterByteOrderMark] ? afterByteOrderMark : bytes;
    }

    public static T Read<T>(string file, ILambdaSerializer? serializer = null) => Parse<T>(Bytes(file), serializer);

    public static T Parse<T>(ReadOnlySpan<byte> utf8Json, ILambdaSerializer? serializer = null) =>
        (serializer ?? Serializer).Deserialize<T>(new MemoryStream(utf8Json.ToArray()));

    public static string Write<T>(T answer, ILambdaSerializer? serializer = null)
    {
        var stream = new MemoryStream();
        (serializer ?? Serializer).Serialize(answer, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
