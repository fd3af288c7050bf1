using System.IO.Compression;
using System.Security.Cryptography;

namespace RuntimePacks.Feeds;

/// <summary>Whether two nupkgs are the same package. Feeds may add their own signature to what they are given, so signatures do not count.</summary>
internal static class PackageDifference
{
    /// <summary>The one entry of a package that is not its content (NuGet Package Signatures, "Package signature file").</summary>
    private const string Signature = ".signature.p7s";

    /// <summary>What is different in another package, in a few words; null when nothing is.</summary>
    public static string? Of(Stream package, Stream other)
    {
        try
        {
            var (mine, theirs) = (Entries(package), Entries(other));
            foreach (var (name, digest) in mine)
            {
                if (!theirs.Remove(name, out var its)) return $"{name} is missing";
                if (its != digest) return $"{name} is different";
            }

            return theirs.Count == 0 ? null : $"it has {theirs.Keys.Order(StringComparer.Ordinal).First()} too";
        }
        catch (InvalidDataException)
        {
            return "it is damaged";
        }
    }

    /// <exception cref="InvalidDataException">It is no zip, or holds an entry twice.</exception>
    private static Dictionary<string, string> Entries(Stream package)
    {
        package.Position = 0;
        using var zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true);
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(entry => entry.FullName != Signature))
        {
            using var bytes = entry.Open();
            if (!entries.TryAdd(entry.FullName, Convert.ToHexStringLower(SHA256.HashData(bytes)))) throw new InvalidDataException();
        }

        return entries;
    }
}
