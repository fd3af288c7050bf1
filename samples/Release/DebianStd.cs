using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Samples;

/// <summary>
/// Debian's Rust std for another processor. Its package is built for that processor, so installing it would bring a
/// second architecture onto the machine: it is downloaded with package lists of our own and unpacked into a cache.
/// </summary>
internal static class DebianStd
{
    private const string Package = "libstd-rust-dev";

    /// <summary>The folder with the std's libraries, or null where Debian's packages are not to be had; says why.</summary>
    public static async Task<string?> FetchAsync(
        string triple, string architecture, string cache, ILogger log, CancellationToken cancellationToken)
    {
        if (!File.Exists("/usr/bin/dpkg-query") || !File.Exists("/usr/bin/apt-get")) return null;
        try
        {
            string version = await new Command("/usr/bin/dpkg-query", "-W", "-f", "${Version}", "rustc")
                .OutputAsync(cancellationToken);
            version = version.Trim();
            string folder = Path.Combine(cache, $"rust-std-{version}-{architecture}");
            string libraries = Path.Combine(folder, "usr", "lib", "rustlib", triple, "lib");
            if (!Directory.Exists(libraries))
            {
                log.Say($"downloading {Package} {version} for {architecture} with apt-get");
                await UnpackAsync(version, architecture, folder, cancellationToken);
            }

            return Directory.Exists(libraries) ? libraries : null;
        }
        catch (RuntimePacksException e)
        {
            log.Warn($"no Rust std for {triple} ({e.Message})");
            return null;
        }
    }

    private static async Task UnpackAsync(string version, string architecture, string folder, CancellationToken cancellationToken)
    {
        string aside = $"{folder}.{Guid.NewGuid():N}";
        string state = Path.Combine(aside, "apt");
        Directory.CreateDirectory(Path.Combine(state, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(state, "archives", "partial"));
        await File.WriteAllTextAsync(Path.Combine(state, "status"), "", cancellationToken);
        try
        {
            string[] options = Options(state, architecture);
            await new Command("/usr/bin/apt-get", [.. options, "update"]).OutputAsync(cancellationToken);
            var download = new Command("/usr/bin/apt-get", [.. options, "download", $"{Package}={version}"]) { WorkingDirectory = state };
            await download.OutputAsync(cancellationToken);
            string package = Directory.GetFiles(state, "*.deb").Single();
            string tree = Path.Combine(aside, "tree");
            await new Command("/usr/bin/dpkg-deb", "-x", package, tree).OutputAsync(cancellationToken);
            if (!Directory.Exists(folder)) Directory.Move(tree, folder);
        }
        finally
        {
            Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>Lists, downloads and locks of our own; sources and keys are the machine's.</summary>
    private static string[] Options(string state, string architecture) =>
        new[]
        {
            $"APT::Architecture={architecture}", $"APT::Architectures::={architecture}", $"Dir::State={state}",
            $"Dir::State::lists={state}/lists", $"Dir::State::status={state}/status", $"Dir::Cache={state}",
            $"Dir::Cache::archives={state}/archives", "Debug::NoLocking=1", "Acquire::Languages=none",
            $"APT::Sandbox::User={Environment.UserName}",
        }.SelectMany(option => new[] { "-o", option }).ToArray();
}
