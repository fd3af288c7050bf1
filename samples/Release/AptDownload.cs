using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Samples;

/// <summary>
/// Debian's packages, downloaded and unpacked aside: nothing is installed, so that packages which conflict with the machine's own
/// can be had, and nobody has to be root. The package lists are of our own; sources and keys are the machine's.
/// </summary>
public static class AptDownload
{
    private const string AptGet = "/usr/bin/apt-get";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Downloads packages and unpacks them into a folder.</summary>
    /// <param name="packages">Names, of the newest version, or as <c>name=version</c>.</param>
    /// <param name="folder">Is there, and empty.</param>
    /// <param name="log">Told, in a line, what is tried again.</param>
    /// <param name="cancellationToken">Ends apt-get.</param>
    /// <param name="architecture">Debian's name of the processor that they are for; null for this machine's.</param>
    /// <returns>The names of their files, which hold the versions; sorted.</returns>
    /// <exception cref="RuntimePacksException">There is no apt-get here, or it failed twice, or took more than five minutes.</exception>
    public static async Task<IReadOnlyList<string>> UnpackAsync(
        IReadOnlyList<string> packages, string folder, ILogger log, CancellationToken cancellationToken, string? architecture = null)
    {
        if (!File.Exists(AptGet))
        {
            throw new RuntimePacksException($"{string.Join(' ', packages)} come from Debian, and there is no apt-get here");
        }

        var state = Directory.CreateDirectory(Path.Combine(folder, ".apt")).FullName;
        Directory.CreateDirectory(Path.Combine(state, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(state, "archives", "partial"));
        await File.WriteAllTextAsync(Path.Combine(state, "status"), "", cancellationToken);
        string[] options = [.. Options(state, architecture)];
        await TwiceAsync(options, ["update"], state, log, cancellationToken);
        await TwiceAsync(options, ["download", .. packages], state, log, cancellationToken);
        var files = Directory.GetFiles(state, "*.deb").Order(StringComparer.Ordinal).ToList();
        foreach (var file in files) await new Command("/usr/bin/dpkg-deb", "-x", file, folder).OutputAsync(cancellationToken);
        Directory.Delete(state, recursive: true);
        return [.. files.Select(file => Path.GetFileName(file))];
    }

    private static async Task TwiceAsync(
        string[] options, string[] words, string state, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await OnceAsync(options, words, state, cancellationToken);
        }
        catch (RuntimePacksException e)
        {
            log.Say($"trying once more: {e.Message}");
            await OnceAsync(options, words, state, cancellationToken);
        }
    }

    private static async Task OnceAsync(string[] options, string[] words, string state, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            await new Command(AptGet, [.. options, "-q", .. words]) { WorkingDirectory = state }.OutputAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuntimePacksException($"apt-get {string.Join(' ', words)} did not end within {s_limit.TotalMinutes:0} minutes");
        }
    }

    private static IEnumerable<string> Options(string state, string? architecture) => new[]
    {
        $"Dir::State={state}", $"Dir::State::lists={state}/lists", $"Dir::State::status={state}/status", $"Dir::Cache={state}",
        $"Dir::Cache::archives={state}/archives", "Debug::NoLocking=1", "Acquire::Languages=none", "Acquire::http::Timeout=60",
        $"APT::Sandbox::User={Environment.UserName}",
    }.Concat(architecture is null ? [] : [$"APT::Architecture={architecture}", $"APT::Architectures::={architecture}"])
        .SelectMany(option => new[] { "-o", option });
}
