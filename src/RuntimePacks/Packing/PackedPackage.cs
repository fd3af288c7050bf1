using RuntimePacks.Stages;

namespace RuntimePacks.Packing;

/// <summary>A package that was written.</summary>
/// <param name="Id">Its NuGet id.</param>
/// <param name="Version">Its version, normalized.</param>
/// <param name="Rid">The RID whose library it holds; null for the package that consumers reference.</param>
/// <param name="Target">The Rust target triple of that library.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">The digest of the nupkg, 64 lower-case hexadecimal digits.</param>
/// <param name="Content">Changes when anything in the package changes, on whichever machine it is written.</param>
/// <param name="Key">Changes when the content or the code that writes it changes.</param>
public sealed record PackedPackage(
    string Id, string Version, string? Rid, string? Target, long Size, string Sha256, string Content, string Key) : IKept
{
    public string FileName => $"{Id}.{Version}.nupkg";
}
