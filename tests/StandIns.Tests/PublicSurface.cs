using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace Sluice.StandIns.Tests;

/// <summary>
/// Prints what callers can see of an assembly, in the format of <c>surface/*.txt</c>: a line a type, an indented line a
/// member. Left out, as there: protected members, interfaces of the base class library, and most attributes.
/// </summary>
static class PublicSurface
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    /// <returns>Each public type's line with its members' lines. Members keep no order: reflection promises none.</returns>
    public static Dictionary<string, HashSet<string>> Of(Assembly assembly) => assembly.GetExportedTypes()
        .ToDictionary(type => $"{type.Namespace}: {Header(type)}", type => Members(type).ToHashSet());

    static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            _ when type.IsSubclassOf(typeof(Delegate)) => "delegate",
            _ => "class",
        };
        var bases = type.GetInterfaces().Where(i => i.Namespace?.StartsWith("System", StringComparison.Ordinal) != true);
        if (type is { IsValueType: false, BaseType: { } baseType } && baseType != typeof(object))
            bases = bases.Prepend(baseType);

        var after = string.Join(", ", bases.Select(Name));
        return after.Length == 0 ? $"{kind} {Name(type)}" : $"{kind} {Name(type)} : {after}";
    }

    static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            yield return string.Join(", ", Enum.GetValuesAsUnderlyingType(type).Cast<IConvertible>()
                .Select(value => $"{Enum.GetName(type, value)} = {value.ToString(CultureInfo.InvariantCulture)}"));
            yield break;
        }

        foreach (var constructor in type.GetConstructors(Declared & ~BindingFlags.Static))
            yield return $".ctor({Parameters(constructor)})";
        foreach (var field in type.GetFields(Declared))
            yield return Field(field);
        foreach (var property in type.GetProperties(Declared))
            yield return Property(property);
        foreach (var method in type.GetMethods(Declared).Where(m => !m.IsSpecialName))
            yield return $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Arguments(method)}({Parameters(method)})";
    }

    static string Field(FieldInfo field) => field.IsLiteral
        ? $"const {Name(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}"
        : $"{(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}";

    static string Property(PropertyInfo property)
    {
        var get = property.GetMethod is { IsPublic: true } ? "get; " : "";
        var set = property.SetMethod is { IsPublic: true } ? "set; " : "";
        var names = string.Concat(property.GetCustomAttributesData().Select(JsonName));
        return $"{Static(property.GetAccessors()[0])}{Name(property.PropertyType)} {property.Name} {{ {get}{set}}}{names}";
    }

    /// <summary>The two attributes that decide the names in JSON.</summary>
    static string JsonName(CustomAttributeData attribute)
    {
        if (attribute.AttributeType == typeof(DataMemberAttribute))
            return $" [DataMember {string.Join(",", attribute.NamedArguments.Select(a => $"{a.MemberName}={a.TypedValue.Value}"))}]";
        if (attribute.AttributeType == typeof(JsonPropertyNameAttribute))
            return $" [JsonPropertyName {attribute.ConstructorArguments[0].Value}]";
        return "";
    }

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var before = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : type.IsByRef ? "ref " : "";
        var after = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{before}{Name(type.IsByRef ? type.GetElementType()! : type)} {parameter.Name}{after}";
    }

    static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    static string Static(MethodInfo method) => method.IsStatic ? "static " : "";

    static string Arguments(MethodInfo method) => method.IsGenericMethod ? Arguments(method.GetGenericArguments()) : "";

    static string Arguments(IEnumerable<Type> types) => $"<{string.Join(", ", types.Select(Name))}>";

    static string Name(Type type)
    {
        if (s_keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Name(underlying)}?";
        if (type.IsGenericParameter)
            return type.Name;

        var name = type.Name.Split('`')[0];
        if (type.DeclaringType is { } outer)
            name = $"{Name(outer)}.{name}";
        return type.IsGenericType ? name + Arguments(type.GetGenericArguments()) : name;
    }
}
