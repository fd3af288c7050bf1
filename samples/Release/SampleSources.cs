using System.Security.Cryptography;
using System.Text;

namespace Samples;

/// <summary>The sources of the sample library: the crate, its C twin, and the list of what both export.</summary>
internal sealed class SampleSources(string folder)
{
    public string Crate => Path.Combine(folder, "slim-bindings");

    public string CTwin => Path.Combine(folder, "slim-bindings-c");

    public IReadOnlyList<string> Exports { get; } = File.ReadAllLines(Path.Combine(folder, "exports.txt"));

    /// <summary>Stands for the commit of the release: forty hex digits over all sources of the library.</summary>
    public string Commit() => Digest(LibraryFiles())[..40];

    /// <summary>Over the library and over the code here that builds it.</summary>
    public string Digest() => Digest([.. LibraryFiles(), .. Directory.EnumerateFiles(Path.Combine(folder, "Release"), "*.cs")]);

    /// <summary>Puts a copy of one of the source folders where a compiler can name every file by a short, fixed path.</summary>
    public static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(IsSource))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private IEnumerable<string> LibraryFiles() =>
        new[] { Crate, CTwin }
            .SelectMany(sources => Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories).Where(IsSource))
            .Append(Path.Combine(folder, "exports.txt"));

    private static bool IsSource(string file) => Path.GetExtension(file) is ".rs" or ".c" or ".h" or ".toml";

    private string Digest(IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            byte[] content = File.ReadAllBytes(file);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(folder, file)} {content.Length}\n"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
