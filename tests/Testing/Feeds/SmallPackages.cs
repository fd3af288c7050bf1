using System.Runtime.Versioning;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Versioning;
using RuntimePacks.Files;
using RuntimePacks.Packing;

namespace Testing.Feeds;

/// <summary>Packages like those of a release, with the same names, and a few bytes in place of a library.</summary>
public static class SmallPackages
{
    public const string Meta = "Slim.Native";

    public static IReadOnlyList<string> Rids { get; } = [
        "linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64"];

    /// <summary>Writes a release's packages.</summary>
    /// <param name="size">Of the bytes that stand for a library; no compressor makes them less.</param>
    /// <param name="seed">Other seeds make other content.</param>
    public static async Task<IReadOnlyList<PackedPackage>> WriteAsync(
        string folder, string version = "1.4.0", int size = 20_000, int seed = 1)
    {
        Directory.CreateDirectory(folder);
        var packages = new List<PackedPackage>();
        foreach (var rid in Rids)
        {
            packages.Add(
                await WriteAsync(
                    folder, $"runtime.{rid}.{Meta}", version, rid,
                    ($"runtimes/{rid}/native/libslim.a", Noise.Bytes(size, seed + packages.Count)), seed));
        }

        var map = $$"""{ "runtimes": { {{string.Join(", ", Rids.Select(rid => $$"""
            "{{rid}}": { "{{Meta}}": { "runtime.{{rid}}.{{Meta}}": "[{{version}}]" } }
            """))}} } }""";
        packages.Add(await WriteAsync(folder, Meta, version, null, ("runtime.json", System.Text.Encoding.UTF8.GetBytes(map)), seed));
        return packages;
    }

    private static async Task<PackedPackage> WriteAsync(
        string folder, string id, string version, string? rid, (string Path, byte[] Bytes) file, int seed)
    {
        var builder = new PackageBuilder { Id = id, Version = NuGetVersion.Parse(version), Description = $"A test, {seed}." };
        builder.Authors.Add("tests");
        builder.Files.Add(new BytesFile(file.Path, file.Bytes));
        builder.Files.Add(new BytesFile("lib/netstandard2.0/_._", []));
        builder.DependencyGroups.Add(new PackageDependencyGroup(NuGetFramework.Parse("netstandard2.0"), []));
        var path = Path.Combine(folder, $"{id}.{version}.nupkg");
        await AtomicFile.WriteAsync(path, stream =>
        {
            builder.Save(stream);
            return Task.CompletedTask;
        });
        return new PackedPackage(id, version, rid, rid, new FileInfo(path).Length, await Digest.OfFileAsync(path), $"{seed}", $"{seed}");
    }

    private sealed class BytesFile(string path, byte[] bytes) : IPackageFile
    {
        public string Path => path;

        public string EffectivePath => path;

        public FrameworkName? TargetFramework => null;

        public NuGetFramework? NuGetFramework => null;

        public DateTimeOffset LastWriteTime => new(2025, 6, 3, 12, 0, 0, TimeSpan.Zero);

        public Stream GetStream() => new MemoryStream(bytes);
    }
}
