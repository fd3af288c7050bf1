using System.Buffers.Binary;
using RuntimePacks.Tests.Containers;

namespace RuntimePacks.Tests.Authoring;

/// <summary>The shape of a project's release: the names of its assets, and which libraries are where in them.</summary>
/// <param name="Project">The name of its definition in <c>samples/definitions</c>.</param>
/// <param name="Tag">Of a release.</param>
/// <param name="Version">The same without what stands before it.</param>
/// <param name="Assets">
/// A line for each: its name, and for each library in it <c>path=target</c>; where the asset is the library, <c>=target</c>. <c>@</c> is
/// the asset's name without what stands behind it, and a line that begins with <c>+</c> goes on with the one before.
/// </param>
public sealed record ReleaseShape(string Project, string Tag, string Version, string Assets)
{
    private const string Universal = "universal";

    private static readonly string[] s_kinds = ["zip", "tar.gz", "tar.xz"];

    private static readonly Dictionary<string, string> s_clangs = new()
    {
        ["x86_64-apple-darwin"] = "x86_64-apple-macosx10.12",
        ["aarch64-apple-darwin"] = "arm64-apple-macosx11.0",
    };

    public override string ToString() => Project;

    /// <summary>Writes such a release: small libraries for the same targets under the same names.</summary>
    public async Task WriteAsync(CompiledObjects objects, TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["release"]);
        foreach (var line in Assets.Replace("\n+", "", StringComparison.Ordinal).Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var asset = words[0];
            var kind = s_kinds.FirstOrDefault(kind => asset.EndsWith($".{kind}", StringComparison.Ordinal)) ?? "";
            var libraries = words[1..].Select(word => word.Replace("@", asset[..^(kind.Length + 1)], StringComparison.Ordinal).Split('='))
                .Select(pair => (Path: pair[0], Target: pair[1])).ToList();
            var output = Path.Combine(folder["release"], asset);
            if (libraries[0] is { Path: "" } alone)
            {
                var how = asset.EndsWith(".gz", StringComparison.Ordinal) ? "a.gz" : "a";
                await PackedAsset.OfFileAsync(how, FileOf(alone.Target), output);
                continue;
            }

            var content = folder[$"content-{asset}"];
            foreach (var (path, target) in libraries)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(content, path))!);
                File.Copy(FileOf(target), Path.Combine(content, path));
            }

            folder.Write($"content-{asset}/demo.h", "int exported_function(int);\n");
            await PackedAsset.OfFolderAsync(kind, content, output);
        }

        string FileOf(string target)
        {
            if (target != Universal) return objects.ArchiveFor(s_clangs.GetValueOrDefault(target, target));
            return objects.Write("universal.a", UniversalOf([.. s_clangs.Values.Select(objects.ArchiveFor).Select(File.ReadAllBytes)]));
        }
    }

    /// <summary>A library for x86_64 and one for arm64 in a file (mach-o/fat.h).</summary>
    private static byte[] UniversalOf(byte[][] parts)
    {
        const int Header = 48, X86 = 0x0100_0007, Arm = 0x0100_000c;
        int[] words =
        [
            unchecked((int)0xcafe_babe), 2, X86, 3, Header, parts[0].Length, 3, Arm, 0, Header + parts[0].Length, parts[1].Length, 3,
        ];
        var head = new byte[Header];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(i * 4), words[i]);
        return [.. head, .. parts[0], .. parts[1]];
    }
}
