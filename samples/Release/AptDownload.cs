using Microsoft.Extensions.Logging;
using RuntimePacks;
using RuntimePacks.Tools;

namespace Corpus.Rust;

/// <summary>
/// Debian's packages, downloaded and unpacked aside: nothing is installed, so that packages which conflict with the machine's own
/// can be had, and nobody has to be root. The package lists are of our own; sources and keys are the machine's.
/// </summary>
internal static class AptDownload
{
    private const string AptGet = "/usr/bin/apt-get";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Downloads packages in the newest version and unpacks them into a folder.</summary>
    /// <returns>The names of their files, which hold the versions; sorted.</returns>
    /// <exception cref="RuntimePacksException">There is no apt-get here, or it failed twice, or took more than five minutes.</exception>
    public static async Task<IReadOnlyList<string>> UnpackAsync(
        IReadOnlyList<string> packages, string folder, ILogger log, CancellationToken cancellationToken)
    {
        var names = string.Join(' ', packages);
        if (!File.Exists(AptGet)) throw new RuntimePacksException($"{names} come from Debian, and there is no apt-get here");
        var state = Directory.CreateDirectory(Path.Combine(folder, ".apt")).FullName;
        Directory.CreateDirectory(Path.Combine(state, "lists", "partial"));
        Directory.CreateDirectory(Path.Combine(state, "archives", "partial"));
        await File.WriteAllTextAsync(Path.Combine(state, "status"), "", cancellationToken);
        log.Say($"downloading {names} with apt-get");
        await TwiceAsync(["update"], state, log, cancellationToken);
        await TwiceAsync(["download", .. packages], state, log, cancellationToken);
        var files = Directory.GetFiles(state, "*.deb").Order(StringComparer.Ordinal).ToList();
        foreach (var file in files) await new Command("/usr/bin/dpkg-deb", "-x", file, folder).OutputAsync(cancellationToken);
        Directory.Delete(state, recursive: true);
        return [.. files.Select(file => Path.GetFileName(file))];
    }

    private static async Task TwiceAsync(string[] words, string state, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            await OnceAsync(words, state, cancellationToken);
        }
        catch (RuntimePacksException e)
        {
            log.Say($"trying once more: {e.Message}");
            await OnceAsync(words, state, cancellationToken);
        }
    }

    private static async Task OnceAsync(string[] words, string state, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            await new Command(AptGet, [.. Options(state), "-q", .. words]) { WorkingDirectory = state }.OutputAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RuntimePacksException($"apt-get {string.Join(' ', words)} did not end within {s_limit.TotalMinutes:0} minutes");
        }
    }

    private static IEnumerable<string> Options(string state) => new[]
    {
        $"Dir::State={state}", $"Dir::State::lists={state}/lists", $"Dir::State::status={state}/status", $"Dir::Cache={state}",
        $"Dir::Cache::archives={state}/archives", "Debug::NoLocking=1", "Acquire::Languages=none", "Acquire::http::Timeout=60",
        $"APT::Sandbox::User={Environment.UserName}",
    }.SelectMany(option => new[] { "-o", option });
}
