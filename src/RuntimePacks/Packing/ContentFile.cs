using System.Runtime.Versioning;
using NuGet.Frameworks;
using NuGet.Packaging;

namespace RuntimePacks.Packing;

/// <summary>A file of a package, for NuGet's builder, which may open it more than once. It is for no framework and has no time.</summary>
internal sealed class ContentFile(string path, Func<Stream> open) : IPackageFile
{
    public string Path => path;

    public string EffectivePath => path;

    public FrameworkName? TargetFramework => null;

    public NuGetFramework? NuGetFramework => null;

    public DateTimeOffset LastWriteTime => DateTimeOffset.UnixEpoch;

    public Stream GetStream() => open();
}
