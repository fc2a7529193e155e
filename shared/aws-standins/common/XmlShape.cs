using System;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.StandIns;

readonly record struct XmlMember<T>(string Path, Action<T, XmlUnmarshallerContext> Read);

/// <summary>Reads one XML element member by member with AWSSDK.Core's own unmarshallers; unknown members are passed over.</summary>
sealed class XmlShape<T>(params XmlMember<T>[] members) where T : class, new()
{
    internal T Read(XmlUnmarshallerContext context) => Read(context, new T());

    internal T Read(XmlUnmarshallerContext context, T target)
    {
        var depth = context.CurrentDepth;
        var memberDepth = depth + 1;
        while (context.ReadAtDepth(depth))
        {
            if (!context.IsStartElement) continue;
            foreach (var member in members)
                if (context.TestExpression(member.Path, memberDepth))
                {
                    member.Read(target, context);
                    break;
                }
        }

        return target;
    }
}

/// <summary>The kinds of members.</summary>
static class Xml
{
    internal static XmlMember<T> String<T>(string path, Action<T, string> set) => new(path, (target, context) => set(target, StringUnmarshaller.Instance.Unmarshall(context)));

    internal static XmlMember<T> Bool<T>(string path, Action<T, bool?> set) => new(path, (target, context) => set(target, NullableBoolUnmarshaller.Instance.Unmarshall(context)));

    internal static XmlMember<T> Item<T, TItem>(string path, XmlShape<TItem> shape, Action<T, TItem> add) where TItem : class, new() =>
        new(path, (target, context) => add(target, shape.Read(context)));
}
