using RuntimePacks.Definition;
using RuntimePacks.Files;
using RuntimePacks.Inspection;
using RuntimePacks.Packing;
using RuntimePacks.Tools;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Smoke;

/// <summary>
/// A program in C, linked with the library and the linker arguments that a package carries and nothing else of ours, in which every
/// export of the package is.
/// </summary>
/// <param name="link">How it is linked.</param>
/// <param name="source">What calls the library; null for a program that calls nothing.</param>
/// <param name="packed">The runtime package.</param>
/// <param name="package">Its path.</param>
/// <param name="exports">What the definition calls an export.</param>
/// <param name="folder">Where it goes, with all that it is made of.</param>
internal sealed class CProgram(CLink link, string? source, PackedPackage packed, string package, ExportPatterns exports, string folder)
    : ISmokeProgram
{
    private const string CallsNothing = """
        int puts(const char *text);

        int main(void) {
            puts("linked and started, nothing was called");
            puts("0 checks passed");
            return 0;
        }

        """;

    public SmokeLanguage Language => SmokeLanguage.C;

    public IReadOnlyList<string> Tools => link.Tools;

    public IEnumerable<string> MadeFrom => [source is null ? CallsNothing : File.ReadAllText(source)];

    public Runner? Runner => link.Runner;

    public string? Reason => link.Reason;

    public string? Beside => null;

    public string Executable => Path.Combine(folder, packed.Target!.Contains("windows", StringComparison.Ordinal) ? "smoke.exe" : "smoke");

    public Command? WithoutAot => null;

    /// <exception cref="RuntimePacksException">It does not link, or is not what it should be.</exception>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var work = Directory.CreateDirectory(Path.Combine(folder, "work")).FullName;
        var parts = await CarriedParts.TakeAsync(package, packed.Rid!, work, cancellationToken);
        var (program, table) = (Path.Combine(work, "program.c"), Path.Combine(work, "exports.c"));
        await AtomicFile.WriteTextAsync(program, source is null ? CallsNothing : await File.ReadAllTextAsync(source, cancellationToken));
        await AtomicFile.WriteTextAsync(table, $$"""
            {{string.Concat(parts.Exports.Select(name => $"extern char {name};\n"))}}
            const char *volatile addresses_of_all_exports[] = { {{string.Join(", ", parts.Exports.Select(name => "&" + name))}} };

            """);
        try
        {
            await link.LinkAsync(parts, [program, table], Executable, work, cancellationToken);
        }
        catch (RuntimePacksException e)
        {
            throw new RuntimePacksException($"a program in C does not link with {Path.GetFileName(package)}\n{e.Message}", e);
        }

        RequireWhole(parts);
    }

    private void RequireWhole(CarriedParts parts)
    {
        using var file = StaticLibrary.Open(Executable);
        using var opened = file.OpenObject();
        var expected = TargetTriple.Parse(packed.Target!).Machine;
        if (opened.Type != ObjectType.Executable || opened.Machine != expected || opened.Image() is not { } image)
        {
            throw new RuntimePacksException(
                $"linking with {Path.GetFileName(package)} gave no program for {expected.Name()}, "
                + $"but {opened.Type} for {opened.Machine.Name()}");
        }

        var found = PackExports.In(Executable, image, exports, [.. parts.Exports]);
        if (parts.Exports.Except(found.Found).FirstOrDefault() is { } lost)
        {
            throw new RuntimePacksException(
                $"{lost}, which {Path.GetFileName(package)} exports, is not in the program that was linked with it");
        }
    }
}
