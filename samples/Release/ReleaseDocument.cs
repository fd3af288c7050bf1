using System.Text.Json;
using RuntimePacks;

namespace Samples;

/// <summary>One zip of the release.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hex digits, as GitHub's REST API has it.</param>
/// <param name="BuiltWith">The compiler, and whether it was given the C twin.</param>
public sealed record SampleAsset(string Name, long Size, string Digest, string BuiltWith);

/// <summary><c>release.json</c>: what a release says of itself, for a folder that stands for one.</summary>
public sealed record ReleaseDocument(
    string Repository, string Tag, string Version, string Commit, bool Sample, IReadOnlyList<SampleAsset> Assets)
{
    public const string FileName = "release.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static ReleaseDocument Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        using var file = File.OpenRead(path);
        return JsonSerializer.Deserialize<ReleaseDocument>(file, Format) ?? throw new RuntimePacksException($"{path} is empty");
    }

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Format) + "\n");
}
