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
                await UnpackAsync(version, architecture, folder, log, cancellationToken);
            }

            return Directory.Exists(libraries) ? libraries : null;
        }
        catch (RuntimePacksException e)
        {
            log.Warn($"no Rust std for {triple} ({e.Message})");
            return null;
        }
    }

    private static async Task UnpackAsync(string version, string architecture, string folder, ILogger log, CancellationToken cancellationToken)
    {
        string aside = Directory.CreateDirectory($"{folder}.{Guid.NewGuid():N}").FullName;
        try
        {
            await AptDownload.UnpackAsync([$"{Package}={version}"], aside, log, cancellationToken, architecture);
            if (!Directory.Exists(folder)) Directory.Move(aside, folder);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }
}
