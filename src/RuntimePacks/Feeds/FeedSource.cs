using NuGet.Configuration;

namespace RuntimePacks.Feeds;

/// <summary>Finds out what <c>--feed</c> means.</summary>
internal static class FeedSource
{
    /// <returns>The source, with the credentials that NuGet.config has for it.</returns>
    /// <exception cref="RuntimePacksException">It is no address, no folder and no name, or it must not be used.</exception>
    public static PackageSource Find(string feed, string folder)
    {
        var sources = Sources(folder);
        var source = sources.FirstOrDefault(source => source.Name.Equals(feed, StringComparison.OrdinalIgnoreCase))
            ?? sources.FirstOrDefault(source => source.Source.TrimEnd('/').Equals(feed.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            ?? new PackageSource(IsAddress(feed) ? feed : Folder(feed, folder, sources));
        if (!source.IsLocal) Check(source);
        return source;
    }

    private static List<PackageSource> Sources(string folder)
    {
        try
        {
            return [.. new PackageSourceProvider(Settings.LoadDefaultSettings(folder)).LoadPackageSources()];
        }
        catch (NuGetConfigurationException e)
        {
            throw new RuntimePacksException(e.Message.ReplaceLineEndings(" "), e);
        }
    }

    private static bool IsAddress(string feed) => feed.Contains("://", StringComparison.Ordinal);

    /// <summary>A folder is there already, or is written as a path: a name with a slip in it makes none.</summary>
    private static string Folder(string feed, string folder, IEnumerable<PackageSource> sources)
    {
        var path = Path.GetFullPath(feed, folder);
        if (Directory.Exists(path) || feed.AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar) >= 0) return path;
        throw new RuntimePacksException(
            $"there is no feed '{feed}': expected the address of a V3 feed, a source of NuGet.config "
            + $"({string.Join(", ", sources.Select(source => source.Name))}), or a folder (./{feed} for a new one)");
    }

    private static void Check(PackageSource source)
    {
        if (!Uri.TryCreate(source.Source, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new RuntimePacksException(
                $"'{source.Source}' is no feed: expected https://…/index.json, a folder, or a source of NuGet.config");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new RuntimePacksException(
                $"the address of {address.Host} holds a user name or password: "
                + "keep them in NuGet.config (dotnet nuget add source), and give the source's name");
        }

        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback && !source.AllowInsecureConnections)
        {
            throw new RuntimePacksException(
                $"{source.Source} is not encrypted: use https, or say allowInsecureConnections=\"true\" for the source in "
                + "NuGet.config");
        }
    }
}
