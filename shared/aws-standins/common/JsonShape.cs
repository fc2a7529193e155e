using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.StandIns;

delegate void ReadMember<T>(T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader);

readonly record struct JsonMember<T>(string Name, ReadMember<T> Read);

/// <summary>Reads one JSON object member by member with AWSSDK.Core's own unmarshallers; unknown members are passed over.</summary>
sealed class JsonShape<T>(params JsonMember<T>[] members) : IJsonUnmarshaller<T, JsonUnmarshallerContext> where T : class, new()
{
    internal bool IsEmpty => members.Length == 0;

    T IJsonUnmarshaller<T, JsonUnmarshallerContext>.Unmarshall(JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) => Read(context, ref reader);

    internal T Read(JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader)
    {
        if (context.IsEmptyResponse) return null;
        context.Read(ref reader);
        if (context.CurrentTokenType == JsonTokenType.Null) return null;

        var result = new T();
        var depth = context.CurrentDepth;
        while (context.ReadAtDepth(depth, ref reader))
            foreach (var member in members)
                if (context.TestExpression(member.Name, depth, ref reader))
                {
                    member.Read(result, context, ref reader);
                    break;
                }

        return result;
    }
}

/// <summary>The kinds of members.</summary>
static class Json
{
    internal static StreamingUtf8JsonReader Reader(Stream stream, JsonUnmarshallerContext context) =>
        new(stream, AWSConfigs.StreamingUtf8JsonReaderBufferSize ?? 4096, context.JsonMaxDepth);

    internal static JsonMember<T> String<T>(string name, Action<T, string> set) =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) => set(target, StringUnmarshaller.Instance.Unmarshall(context, ref reader)));

    internal static JsonMember<T> Int<T>(string name, Action<T, int?> set) =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) => set(target, NullableIntUnmarshaller.Instance.Unmarshall(context, ref reader)));

    internal static JsonMember<T> Long<T>(string name, Action<T, long?> set) =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) => set(target, NullableLongUnmarshaller.Instance.Unmarshall(context, ref reader)));

    internal static JsonMember<T> Bool<T>(string name, Action<T, bool?> set) =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) => set(target, NullableBoolUnmarshaller.Instance.Unmarshall(context, ref reader)));

    internal static JsonMember<T> Date<T>(string name, Action<T, DateTime?> set) =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) => set(target, NullableDateTimeUnmarshaller.Instance.Unmarshall(context, ref reader)));

    internal static JsonMember<T> Bytes<T>(string name, Action<T, MemoryStream> set) =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) => set(target, MemoryStreamUnmarshaller.Instance.Unmarshall(context, ref reader)));

    internal static JsonMember<T> Object<T, TValue>(string name, JsonShape<TValue> shape, Action<T, TValue> set) where TValue : class, new() =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) => set(target, shape.Read(context, ref reader)));

    internal static JsonMember<T> List<T, TItem>(string name, IJsonUnmarshaller<TItem, JsonUnmarshallerContext> item, Action<T, List<TItem>> set) =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) =>
            set(target, new JsonListUnmarshaller<TItem, IJsonUnmarshaller<TItem, JsonUnmarshallerContext>>(item).Unmarshall(context, ref reader)));

    internal static JsonMember<T> Strings<T>(string name, Action<T, List<string>> set) => List(name, StringUnmarshaller.Instance, set);

    internal static JsonMember<T> Map<T, TValue>(string name, IJsonUnmarshaller<TValue, JsonUnmarshallerContext> value, Action<T, Dictionary<string, TValue>> set) =>
        new(name, (T target, JsonUnmarshallerContext context, ref StreamingUtf8JsonReader reader) =>
            set(target, new JsonDictionaryUnmarshaller<string, TValue, StringUnmarshaller, IJsonUnmarshaller<TValue, JsonUnmarshallerContext>>(StringUnmarshaller.Instance, value).Unmarshall(context, ref reader)));
}
