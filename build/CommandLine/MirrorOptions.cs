using RuntimePacks;
using RuntimePacks.Mirroring;

namespace Build.CommandLine;

/// <summary>Where a mirror is, and how it will be served.</summary>
public sealed class MirrorOptions
{
    private readonly string? _bundle;

    /// <exception cref="RuntimePacksException">An option has a value that it cannot have.</exception>
    public MirrorOptions(Options options, CallerDirectory caller)
    {
        _bundle = options.Value("bundle") is { } bundle ? caller.Resolve(bundle) : null;
        BaseUrl = options.Value("base-url") is { } url ? Mirror.BaseUrl(url) : null;
        Sdk = options.Value("sdk");
    }

    /// <summary>The mirror's folder, full.</summary>
    /// <exception cref="RuntimePacksException">None was named: it is asked for, never guessed.</exception>
    public string Bundle => _bundle ?? throw new RuntimePacksException("no folder was named: --bundle");

    public string? BaseUrl { get; }

    /// <summary>The version of the SDK that consumers use; null for this machine's.</summary>
    public string? Sdk { get; }
}
