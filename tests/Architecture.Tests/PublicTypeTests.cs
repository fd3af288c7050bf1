using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests;

/// <summary>Which types of <c>src/</c> are public.</summary>
public sealed class PublicTypeTests(ITestOutputHelper output)
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void WhatIsPublicIsUsedByAnotherAssembly()
    {
        var types = Buildings.All.SelectMany(building => building.GetExportedTypes()).ToList();
        var used = Reached(types.Where(type => Outside(type.Assembly).Contains(type.FullName!)));
        output.WriteLine($"{types.Count} public types");
        Faults.None(types.Where(type => !used.Contains(type)).Select(type => type.FullName!).Order(StringComparer.Ordinal));
    }

    /// <summary>Full names of the types of a building that other assemblies refer to, tests aside.</summary>
    private static HashSet<string> Outside(Assembly building)
    {
        string[] others = [
            Buildings.Packs.Location, Buildings.Setting("Build"), Beside("Build", "SampleRelease.dll"), Beside("Build", "Corpus.dll"),
            Buildings.Setting("Bench")];
        return [.. others.SelectMany(path => References(path, building.GetName().Name!))];
    }

    private static string Beside(string setting, string file) => Path.Combine(Path.GetDirectoryName(Buildings.Setting(setting))!, file);

    private static List<string> References(string path, string assembly)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        return [.. reader.TypeReferences.Select(reader.GetTypeReference).Select(type => NameIn(reader, type, assembly)).OfType<string>()];
    }

    /// <summary>The full name of a type that is in an assembly, nested ones too; null for one of another assembly.</summary>
    private static string? NameIn(MetadataReader reader, TypeReference type, string assembly)
    {
        var name = reader.GetString(type.Name);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                var outer = NameIn(reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope), assembly);
                return outer is null ? null : $"{outer}+{name}";
            case HandleKind.AssemblyReference:
                var scope = reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
                return reader.GetString(scope.Name) == assembly ? $"{reader.GetString(type.Namespace)}.{name}" : null;
            default:
                return null;
        }
    }

    /// <summary>The types, and what their public members show: a type in a signature has to be as visible as the member.</summary>
    private static HashSet<Type> Reached(IEnumerable<Type> from)
    {
        var (reached, open) = (new HashSet<Type>(), new Stack<Type>(from));
        while (open.TryPop(out var type))
        {
            if (!Buildings.All.Contains(type.Assembly) || !reached.Add(type)) continue;
            foreach (var shown in Shown(type).SelectMany(Parts)) open.Push(shown);
        }

        return reached;
    }

    private static IEnumerable<Type> Shown(Type type)
    {
        if (type.BaseType is { } parent) yield return parent;
        if (type.DeclaringType is { } outer) yield return outer;
        foreach (var contract in type.GetInterfaces()) yield return contract;
        foreach (var field in type.GetFields(Everything).Where(field => field.IsPublic || field.IsFamily)) yield return field.FieldType;
        foreach (var method in type.GetMembers(Everything).OfType<MethodBase>().Where(method => method.IsPublic || method.IsFamily))
        {
            if (method is MethodInfo { ReturnType: var result }) yield return result;
            foreach (var parameter in method.GetParameters()) yield return parameter.ParameterType;
        }
    }

    /// <summary>A type, or what it is a list, an array, a reference or another generic type of.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
