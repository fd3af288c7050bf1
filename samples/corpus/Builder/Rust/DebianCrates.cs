using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Corpus.Rust;

/// <summary>The crates that Debian packages: sources, which its packages of them need one another for, so they are installed.</summary>
/// <param name="log">Told, in a line, when something is installed.</param>
internal sealed class DebianCrates(ILogger log)
{
    /// <summary>Where the packages put their sources, a folder each.</summary>
    public const string Folder = "/usr/share/cargo/registry";

    private static readonly string[] s_packages =
    [
        .. new[]
        {
            "bytes", "futures", "h2", "hyper", "inventory", "quinn", "regex", "ring", "rustls", "serde", "serde-derive", "serde-json",
            "tokio", "tokio-rustls", "tracing", "tracing-subscriber",
        }.Select(name => $"librust-{name}-dev"),
    ];

    private readonly Lock _gate = new();
    private Task? _required;

    /// <summary>The packages that a manifest of ours names, with their versions; a release of Debian holds the others still.</summary>
    public IReadOnlyList<string> Versions { get; private set; } = [];

    /// <summary>Makes sure that they are there.</summary>
    /// <exception cref="RuntimePacksException">They are not to be had here.</exception>
    public Task RequireAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return _required ??= RequireOnceAsync(cancellationToken);
    }

    private async Task RequireOnceAsync(CancellationToken cancellationToken)
    {
        if (await InstalledAsync(cancellationToken) is { } installed)
        {
            Versions = installed;
            return;
        }

        var packages = string.Join(' ', s_packages);
        if (!await AptGet.AvailableAsync(cancellationToken))
        {
            throw new RuntimePacksException($"missing on this machine: Debian's crates, get them with: apt-get install {packages}");
        }

        log.Say($"installing {packages} with apt-get");
        await AptGet.InstallAsync(s_packages, cancellationToken);
        Versions = await InstalledAsync(cancellationToken)
            ?? throw new RuntimePacksException($"apt-get installed Debian's crates, and dpkg-query does not know them: {packages}");
    }

    private static async Task<IReadOnlyList<string>?> InstalledAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists("/usr/bin/dpkg-query")) return null;
        string[] words = ["-W", "-f", "${db:Status-Abbrev} ${Package} ${Version}\n", .. s_packages];
        var result = await new Command("/usr/bin/dpkg-query", words).RunAsync(cancellationToken);
        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return result.ExitCode == 0 && lines.All(line => line.StartsWith("ii", StringComparison.Ordinal)) ? lines : null;
    }
}
