using System.Text.RegularExpressions;

namespace RuntimePacks.Mirroring;

/// <summary>
/// The SHA-512 of every file of a mirror, as <c>sha512sum</c> writes and <c>sha512sum -c</c> reads them: 128 lower-case
/// hexadecimal digits, two spaces, the path below the folder. It is written last: what it lists was finished.
/// </summary>
internal sealed partial class Checksums
{
    public const string FileName = "SHA512SUMS";

    private readonly SortedDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>Paths below the folder, with slashes, in ordinal order.</summary>
    public IEnumerable<string> Paths => _digests.Keys;

    /// <summary>The digest of a file; null for one that is not listed.</summary>
    public string? this[string path]
    {
        get => _digests.GetValueOrDefault(path);
        set => _digests[path] = value!;
    }

    /// <summary>Reads the file of a folder.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="RuntimePacksException">A line is not one of <c>sha512sum</c>, or leads out of the folder.</exception>
    public static Checksums? TryRead(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        var checksums = new Checksums();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            var match = Line().Match(line);
            if (!match.Success || match.Groups[2].Value.Split('/').Any(part => part is "" or "." or ".."))
            {
                throw new RuntimePacksException(
                    $"{path}, line {number}: expected 128 hexadecimal digits, two spaces and a path below the folder, "
                    + $"found '{line}'");
            }

            checksums._digests[match.Groups[2].Value] = match.Groups[1].Value;
        }

        return checksums;
    }

    public override string ToString() => string.Concat(_digests.Select(entry => $"{entry.Value}  {entry.Key}\n"));

    [GeneratedRegex(@"^([0-9a-f]{128})  ([^\\:]+)$")]
    private static partial Regex Line();
}
