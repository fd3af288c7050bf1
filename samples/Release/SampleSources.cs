using System.Security.Cryptography;
using System.Text;
using RuntimePacks.Definition;
using RuntimePacks.Releases;

namespace Samples;

/// <summary>The sources of a sample library: the crate, its C twin, and the list of what both export.</summary>
/// <param name="definition">Says where they are, and what the release is called.</param>
/// <param name="code">The folder of the code here that builds it.</param>
public sealed class SampleSources(PackDefinition definition, string code)
{
    internal const string Version = "0.0.1";

    public PackDefinition Definition => definition;

    /// <summary>The sample of the repository's own definition.</summary>
    public static SampleSources Of(string repository) =>
        new(PackDefinition.Load(Path.Combine(repository, "packaging", "slim.json")), Path.Combine(repository, "samples", "Release"));

    /// <exception cref="RuntimePacksException">The definition has no sample.</exception>
    public IReadOnlyList<SampleTarget> Targets { get; } = SampleTarget.Of(definition);

    public string Crate => Sample.Crate;

    public string? CTwin => Sample.CTwin;

    public IReadOnlyList<string>? Exports { get; } = definition.Sample?.Exports is { } list ? File.ReadAllLines(list) : null;

    private SampleLibrary Sample => definition.Sample!;

    /// <summary>The sample's tag.</summary>
    internal static string TagOf(PackDefinition definition) =>
        definition.TagPatterns[0].Replace("{version}", Version, StringComparison.Ordinal);

    /// <summary>Stands for the commit of the release: forty hex digits over all sources of the library.</summary>
    public string Commit() => Digest(LibraryFiles())[..40];

    /// <summary>The release with these assets, as upstream would have made it.</summary>
    public ReleaseManifest Release(IEnumerable<ReleasedFile> assets) => new(
        definition.Repositories[0], TagOf(definition), Version, Commit(),
        Sample: true, [.. assets.OrderBy(asset => asset.Name, StringComparer.Ordinal)]);

    /// <summary>Over the library and over the code here that builds it.</summary>
    public string Digest() =>
        Digest(
            [
                .. LibraryFiles(), .. Files("builder", code, Directory.EnumerateFiles(code, "*.cs")),
                (
                    "definition",
                    Encoding.UTF8.GetBytes(
                        string.Join(
                            '\n',
                            Targets.Select(target => target.Zip).Append(Sample.Name).Concat(definition.Repositories.Take(1)).Concat(definition.TagPatterns.Take(1)))))]);

    /// <summary>Puts a copy of one of the source folders where a compiler can name every file by a short, fixed path.</summary>
    public static void Copy(string from, string to)
    {
        foreach (string file in Sources(from))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private IEnumerable<(string Name, byte[] Content)> LibraryFiles() =>
    [
        .. Files("crate", Crate, Sources(Crate)),
        .. CTwin is null ? [] : Files("twin", CTwin, Sources(CTwin)),
        .. Sample.Exports is null ? [] : new[] { ("exports", File.ReadAllBytes(Sample.Exports)) },
    ];

    private static IEnumerable<(string Name, byte[] Content)> Files(string kind, string folder, IEnumerable<string> files) =>
        files.Select(file => ($"{kind}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}", File.ReadAllBytes(file)));

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(
            folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".rs" or ".c" or ".h" or ".toml");

    private static string Digest(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
