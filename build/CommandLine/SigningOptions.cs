using RuntimePacks;

namespace Build.CommandLine;

/// <summary>
/// What the command line says about signing: a certificate's file, and a server that vouches for the time. Its password is in the
/// environment.
/// </summary>
public sealed class SigningOptions
{
    /// <exception cref="RuntimePacksException">A time-stamp server without a certificate, or one that is not an address of the
    /// web.</exception>
    public SigningOptions(Options options, CallerDirectory caller)
    {
        Certificate = options.Value("certificate") is { } file ? caller.Resolve(file) : null;
        if (options.Value("timestamper") is not { } url) return;
        if (Certificate is null)
        {
            throw new RuntimePacksException("--timestamper needs --certificate: there is no signature to give a time to");
        }

        Timestamper = Uri.TryCreate(url, UriKind.Absolute, out var server) && server.Scheme is "http" or "https"
            ? server
            : throw new RuntimePacksException($"--timestamper takes the http or https address of an RFC 3161 server, not '{url}'");
    }

    /// <summary>The certificate's file, full; null for packages that are not signed.</summary>
    public string? Certificate { get; }

    /// <summary>The RFC 3161 server; null for signatures without a time-stamp.</summary>
    public Uri? Timestamper { get; }
}
