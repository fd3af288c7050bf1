using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Files;
using Samples;

namespace Corpus.Rust;

/// <summary>
/// A Rust that compiles for any target: Debian's own newest compiler with the sources of std and of every crate that std needs.
/// Its packages conflict with those of Debian's older Rust, so they lie aside, in a cache.
/// </summary>
/// <param name="cache">The folder that holds caches, full.</param>
/// <param name="log">Told, in a line, when something is downloaded.</param>
internal sealed class RustToolchain(string cache, ILogger log)
{
    private const string VersionsFile = "versions.json";

    /// <summary>A compiler and what it is linked with, its std for this machine, the sources of std, and cargo.</summary>
    private static readonly string[] s_packages =
    [
        "rustc-web", "libllvm22", "libstd-rust-web-1.96", "libstd-rust-web-dev", "rust-web-src",
        "cargo-web", "libgit2-1.5", "libhttp-parser2.9", "libmbedcrypto7", "libmbedtls14", "libmbedx509-1", "libssh2-1",
    ];

    private readonly Lock _gate = new();
    private Task? _required;

    /// <summary>The files of the packages, with their versions.</summary>
    public IReadOnlyList<string> Versions { get; private set; } = [];

    /// <summary>The compiler, in two words.</summary>
    public string Version => string.Join(' ', Versions.First(IsCompiler).Split('_').Take(2));

    public string Folder { get; } = Path.Combine(cache, "rust-web");

    public string Rustc => Path.Combine(Folder, "rustc");

    public string Cargo => Path.Combine(Folder, "cargo");

    /// <summary>The sources of the crates that std needs, a folder each.</summary>
    public string StdCrates => Path.Combine(SourcesIn(Folder), "library", "vendor");

    /// <summary>Makes sure that it is there: it is downloaded once.</summary>
    /// <exception cref="RuntimePacksException">It is not to be had here.</exception>
    public Task RequireAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _required ??= RequireOnceAsync(cancellationToken);
    }

    private async Task RequireOnceAsync(CancellationToken cancellationToken)
    {
        if (Read() is null)
        {
            using var alone = await CorpusLock.TakeAsync(Folder + ".lock", log, cancellationToken);
            if (Read() is null) await FetchAsync(cancellationToken);
        }

        Versions = Read()!;
    }

    private static bool IsCompiler(string package) => package.StartsWith("rustc-web_", StringComparison.Ordinal);

    private static string SourcesIn(string folder) => Directory.GetDirectories(Path.Combine(folder, "usr", "src"), "rustc-*").Single();

    private List<string>? Read() => JsonFile.TryRead<List<string>>(Path.Combine(Folder, VersionsFile));

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        var aside = $"{Folder}.{Guid.NewGuid():N}";
        try
        {
            log.Say($"downloading {string.Join(' ', s_packages)} with apt-get");
            var versions = await AptDownload.UnpackAsync(s_packages, Directory.CreateDirectory(aside).FullName, log, cancellationToken);
            var sources = Path.Combine("..", "..", "..", "src", Path.GetFileName(SourcesIn(aside)));
            Link(Path.Combine(aside, "usr", "lib", "rustlib", "src", "rust"), sources);
            foreach (var program in (string[])["rustc", "cargo"]) WriteScript(Path.Combine(aside, program), program);
            await JsonFile.WriteAsync(Path.Combine(aside, VersionsFile), versions);
            if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
            Directory.Move(aside, Folder);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    private static void Link(string path, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Path.Exists(path) || new FileInfo(path).LinkTarget is not null) File.Delete(path);
        Directory.CreateSymbolicLink(path, to);
    }

    /// <summary>A program that finds the libraries which were unpacked with it.</summary>
    private static void WriteScript(string path, string program)
    {
        File.WriteAllText(path, $"""
            #!/bin/sh
            here=$(dirname "$(readlink -f "$0")")
            LD_LIBRARY_PATH=$(echo "$here"/usr/lib/*-linux-gnu) exec "$here/usr/bin/{program}" "$@"

            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
