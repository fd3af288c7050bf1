using System.IO.Compression;
using System.Security.Cryptography;
using RuntimePacks.Releases;

namespace Samples;

/// <summary>The zip of one target: its files in the order of their names, all of one fixed time.</summary>
internal static class TargetZip
{
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes what there is of the target's files in <paramref name="work"/>.</summary>
    public static async Task<ReleasedFile> WriteAsync(
        SampleTarget target, string builtWith, string work, string path, CancellationToken cancellationToken)
    {
        string[] names =
        [
            target.StaticLibrary, target.SharedLibrary, target.Stem + ".d", target.Stem + ".pdb",
            .. target.IsWindows ? [target.ImportLibrary] : Array.Empty<string>(),
        ];
        using (var zip = await ZipFile.OpenAsync(path, ZipArchiveMode.Create, cancellationToken))
        {
            foreach (string name in names.Order(StringComparer.Ordinal).Where(name => File.Exists(Path.Combine(work, name))))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.LastWriteTime = Epoch;
                using var to = await entry.OpenAsync(cancellationToken);
                using var from = File.OpenRead(Path.Combine(work, name));
                await from.CopyToAsync(to, cancellationToken);
            }
        }

        using var written = File.OpenRead(path);
        byte[] digest = await SHA256.HashDataAsync(written, cancellationToken);
        return new ReleasedFile(target.Zip, written.Length, "sha256:" + Convert.ToHexStringLower(digest), builtWith);
    }
}
