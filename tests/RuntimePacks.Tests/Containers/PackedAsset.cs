using RuntimePacks.Tools;

namespace RuntimePacks.Tests.Containers;

/// <summary>Packs a folder as releases do, with the tools that they do it with.</summary>
internal static class PackedAsset
{
    /// <summary>What holds several files, by its extension: the command that packs the folder that it runs in into <c>$1</c>.</summary>
    private static readonly Dictionary<string, (string[] Tools, string Command)> s_folders = new()
    {
        ["zip"] = (["zip"], "zip -qry \"$1\" ."),
        ["7z"] = (["7z"], "7z a -snl -bso0 \"$1\" ./*"),
        ["tar"] = ([], "tar -cf \"$1\" ."),
        ["tar.gz"] = ([], "tar -czf \"$1\" ."),
        ["tar.xz"] = (["xz"], "tar -cJf \"$1\" ."),
        ["tar.bz2"] = (["bzip2"], "tar -cjf \"$1\" ."),
        ["tar.zst"] = (["zstd"], "tar --zstd -cf \"$1\" ."),
    };

    /// <summary>What a file by itself may be compressed with: the tool, which writes to <c>$1</c> what it reads from <c>$2</c>.</summary>
    private static readonly Dictionary<string, (string[] Tools, string Command)> s_files = new()
    {
        ["a"] = ([], "cp \"$2\" \"$1\""),
        ["a.gz"] = ([], "gzip -c \"$2\" > \"$1\""),
        ["a.xz"] = (["xz"], "xz -c \"$2\" > \"$1\""),
        ["a.bz2"] = (["bzip2"], "bzip2 -c \"$2\" > \"$1\""),
        ["a.zst"] = (["zstd"], "zstd -q -c \"$2\" > \"$1\""),
    };

    public static IEnumerable<string> OfFolders => s_folders.Keys;

    public static IEnumerable<string> OfFiles => s_files.Keys;

    /// <summary>Packs all that is in a folder.</summary>
    public static Task<string> OfFolderAsync(string kind, string folder, string output) => PackAsync(s_folders[kind], folder, output, "");

    /// <summary>Compresses one file.</summary>
    public static Task<string> OfFileAsync(string kind, string file, string output) => PackAsync(s_files[kind], ".", output, file);

    /// <summary>Runs a command of a shell in a folder.</summary>
    public static Task ShellAsync(string folder, string command, params string[] arguments) =>
        new Command("sh", ["-ec", command, "sh", .. arguments]) { WorkingDirectory = folder }
            .OutputAsync(TestContext.Current.CancellationToken);

    private static async Task<string> PackAsync((string[] Tools, string Command) how, string folder, string output, string file)
    {
        await Repository.Tools.RequireAllAsync(how.Tools, TestContext.Current.CancellationToken);
        await ShellAsync(folder, how.Command, output, file);
        return output;
    }
}
