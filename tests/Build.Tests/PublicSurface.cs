using System.Reflection;
using System.Runtime.Loader;

namespace Build.Tests;

/// <summary>The public members of an assembly, each as one line with its whole signature.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Reads an assembly apart from all others; what it references is looked for beside it.</summary>
    public static SortedSet<string> Of(string assembly)
    {
        var context = new AssemblyLoadContext(assembly, isCollectible: true);
        context.Resolving += (_, name) => context.LoadFromAssemblyPath(Path.Combine(Path.GetDirectoryName(assembly)!, name.Name + ".dll"));
        try
        {
            return [.. context.LoadFromAssemblyPath(assembly).GetExportedTypes().SelectMany(Lines)];
        }
        finally
        {
            context.Unload();
        }
    }

    private static IEnumerable<string> Lines(Type type)
    {
        yield return $"{type.Attributes & ~TypeAttributes.BeforeFieldInit} {Name(type)}{Constraints(type)} : {type.BaseType} {Interfaces(type)}{Usage(type)}";
        foreach (var method in type.GetMethods(Declared).Where(IsVisible))
        {
            var shape = method.Attributes & (
                MethodAttributes.MemberAccessMask | MethodAttributes.Static | MethodAttributes.Virtual | MethodAttributes.Abstract);
            yield return $"{Name(type)}: {shape} {method}{Constraints(method)} ({Parameters(method)})";
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            yield return $"{Name(type)}: {constructor} ({Parameters(constructor)})";
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily))
        {
            yield return $"{Name(type)}: {field}";
        }

        foreach (var member in type.GetEvents(Declared)) yield return $"{Name(type)}: {member}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Name(Type type) => type.ToString();

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method.GetParameters().Select(
                parameter => $"{parameter.Name}{(parameter.IsOptional ? " = " + parameter.RawDefaultValue : "")}"));

    private static string Interfaces(Type type) =>
        string.Join(", ", type.GetInterfaces().Select(face => face.ToString()).Order(StringComparer.Ordinal));

    private static string Constraints(Type type) => string.Concat(type.GetGenericArguments().Select(Constraint));

    private static string Constraints(MethodInfo method) => string.Concat(method.GetGenericArguments().Select(Constraint));

    private static string Constraint(Type argument) =>
        $" where {argument.Name}: {argument.GenericParameterAttributes} {string.Join(", ", argument.GetGenericParameterConstraints().Select(type => type.ToString()))}";

    private static string Usage(Type type) => type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } usage
        ? $" on {usage.ValidOn}, several: {usage.AllowMultiple}, inherited: {usage.Inherited}"
        : "";
}
