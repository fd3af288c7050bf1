using RuntimePacks.Files;

namespace RuntimePacks.Authoring;

/// <summary>
/// A first program that uses a library's packages: it finds functions of the library and calls none, since what they take is not known.
/// </summary>
internal sealed class SmokeProject(PackageNames names, string library, IReadOnlyList<string> functions)
{
    private const int MostFunctions = 8;

    /// <summary>Writes its files into a folder.</summary>
    public async Task WriteAsync(string folder)
    {
        await AtomicFile.WriteTextAsync(Path.Combine(folder, $"{names.MSBuildPrefix}Smoke.csproj"), Project());
        await AtomicFile.WriteTextAsync(Path.Combine(folder, "Program.cs"), Program());
    }

    private string Project()
    {
        var version = $"{names.MSBuildPrefix}Version";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">

              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <PublishAot>true</PublishAot>
                <InvariantGlobalization>true</InvariantGlobalization>
                <{version} Condition="'$({version})' == ''">*</{version}>
              </PropertyGroup>

              <ItemGroup>
                <PackageReference Include="{names.PackageId}" Version="$({version})" />
              </ItemGroup>

            </Project>

            """;
    }

    private string Program() => $$"""
        using System.Reflection;
        using System.Runtime.InteropServices;

        // Finds some of the library's functions, and calls none. Write calls in its place whose answers you know, and count those.
        var functions = typeof(Library).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
        foreach (var function in functions) Marshal.Prelink(function);
        Console.WriteLine($"{functions.Length} checks passed");

        internal static class Library
        {
        {{string.Join("\n\n", functions.Take(MostFunctions).Select(Import))}}
        }

        """;

    private string Import(string function) => $"    [DllImport(\"{library}\")] public static extern void {Identifier(function)}();";

    /// <summary>C#'s keywords are lower-case letters.</summary>
    private static string Identifier(string name) => name.All(char.IsAsciiLetterLower) ? $"@{name}" : name;
}
