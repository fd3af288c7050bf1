using System.IO.Compression;
using System.Xml.Linq;

namespace RuntimePacks.Inspection;

/// <summary>What is asked of a NuGet package here: its name, and the exports that a runtime pack lists.</summary>
internal static class PackageFile
{
    private const string ExportsEntry = "link/exports.txt";

    /// <summary>Of a runtime package, the names in its list of exports.</summary>
    /// <exception cref="RuntimePacksException">There is no such file, or it is no runtime package.</exception>
    public static IReadOnlyList<string> Exports(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            if (zip.GetEntry(ExportsEntry) is not { } entry) throw new RuntimePacksException($"{path} holds no {ExportsEntry}: --package takes a runtime package (runtime.RID.ID.VERSION.nupkg)");
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RuntimePacksException($"{path} cannot be read as a package: {e.Message}", e);
        }
    }

    /// <summary>Id and version, as its .nuspec has them; null for a zip that is no package.</summary>
    public static (string Id, string Version)? Identity(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            if (zip.Entries.FirstOrDefault(entry => !entry.FullName.Contains('/') && entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)) is not { } nuspec) return null;
            using var stream = nuspec.Open();
            var metadata = XDocument.Load(stream).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
            string? Value(string name) => metadata?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
            return (Value("id") ?? "?", Value("version") ?? "?");
        }
        catch (Exception e) when (e is InvalidDataException or System.Xml.XmlException)
        {
            return null;
        }
    }
}
