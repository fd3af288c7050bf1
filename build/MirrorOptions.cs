using RuntimePacks;
using RuntimePacks.Mirroring;

namespace Build;

/// <summary>Where the mirror goes and how it will be served, or which one is checked.</summary>
public sealed class MirrorOptions
{
    private readonly string? _bundle;

    /// <exception cref="RuntimePacksException">The options contradict each other, or one has a value that it cannot have.</exception>
    public MirrorOptions(Options options, CallerDirectory caller)
    {
        _bundle = options.Value("bundle") is { } bundle ? caller.Resolve(bundle) : null;
        Check = options.Value("check") is { } check ? caller.Resolve(check) : null;
        BaseUrl = options.Value("base-url") is { } url ? Mirror.BaseUrl(url) : null;
        Sdk = options.Value("sdk");
        if ((_bundle ?? Check) is null && options.Targets.Any(target => target.Equals("mirror", StringComparison.OrdinalIgnoreCase))) _ = Bundle;
        if (Check is not null && (_bundle ?? BaseUrl ?? Sdk) is not null) throw new RuntimePacksException("--check reads a mirror and writes nothing: --bundle, --base-url and --sdk do not go with it");
    }

    /// <summary>The folder that the mirror goes to, full.</summary>
    /// <exception cref="RuntimePacksException">There is no such option: it is asked for, never guessed.</exception>
    public string Bundle => _bundle ?? throw new RuntimePacksException("Mirror needs --bundle DIR, the folder to write, or --check DIR, the folder to check");

    /// <summary>The folder to check instead, full.</summary>
    public string? Check { get; }

    public string? BaseUrl { get; }

    /// <summary>The version of the SDK that consumers use; null for this machine's.</summary>
    public string? Sdk { get; }
}
