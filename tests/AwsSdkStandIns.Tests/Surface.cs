using System.Reflection;

namespace Sluice.AwsSdkStandIns.Tests;

/// <summary>The public and protected members of a type, each as one line that starts with the type.</summary>
static class Surface
{
    const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static IEnumerable<string> Of(Type type) =>
        Members(type).Select(member => $"{Name(type)}: {member}").Prepend($"{Kind(type)} {type.FullName}{Base(type)}");

    static IEnumerable<string> Members(Type type) =>
    [
        .. type.GetConstructors(Own).Where(Visible).Select(constructor => $"new({Parameters(constructor)})"),
        .. type.GetFields(Own).Where(field => field.IsPublic).Select(field => $"static readonly {Name(field.FieldType)} {field.Name}"),
        .. type.GetProperties(Own).Where(property => Visible(property.GetMethod!)).Select(Property),
        .. type.GetMethods(Own).Where(method => Visible(method) && !method.Name.StartsWith("get_", StringComparison.Ordinal) && !method.Name.StartsWith("set_", StringComparison.Ordinal)).Select(Method),
    ];

    static string Property(PropertyInfo property) =>
        $"{Modifiers(property.GetMethod!)}{Name(property.PropertyType)} {property.Name} {{ get;{(property.SetMethod is { } set && Visible(set) ? " set;" : "")} }}";

    static string Method(MethodInfo method) => method.Name == "op_Implicit"
        ? $"static implicit operator {Name(method.ReturnType)}({Parameters(method)})"
        : $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";

    static string Modifiers(MethodInfo method) =>
        (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "") +
        (method.IsStatic ? "static "
            : method.DeclaringType!.IsInterface ? ""
            : method.GetBaseDefinition().DeclaringType != method.DeclaringType ? "override "
            : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        $"{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = default" : "")}"));

    static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    static string Kind(Type type) => type.IsInterface ? "interface" : "class";

    static string Base(Type type) => type.IsInterface
        ? " : " + string.Join(", ", type.GetInterfaces().Select(Name).Order(StringComparer.Ordinal))
        : type.BaseType == typeof(object) ? "" : " : " + Name(type.BaseType!);

    static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? Name(value) + "?"
        : type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type == typeof(string) ? "string" : type == typeof(int) ? "int" : type == typeof(long) ? "long" : type == typeof(bool) ? "bool" : type == typeof(void) ? "void"
        : type.Name;
}
