using System.IO.Compression;
using System.Text.Json.Nodes;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Releases;

/// <summary>
/// The same libraries as other projects release them, each platform's in a container and under a name of its own: the definition says
/// how, and what is packed of them is what is packed of zips with Rust's targets in their names.
/// </summary>
public sealed class ShapesTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    /// <summary>
    /// Per target what stands for it in the asset's name, and a shell's command that makes <c>$1</c> of the library <c>$2</c>.
    /// </summary>
    private static readonly Dictionary<string, (string Asset, string Command)> s_shapes = new()
    {
        ["x86_64-unknown-linux-gnu"] = (
            "x86_64-linux-c-api.tar.xz",
            "mkdir -p d/lib d/min/lib && cp $2 d/lib && cp $2 d/min/lib && touch d/demo.h && tar -cJf $1 d"),
        ["aarch64-unknown-linux-gnu"] = ("aarch64-linux.tar.gz", "ln -s $2 libdemo.so && tar -czf $1 $2 libdemo.so"),
        ["x86_64-unknown-linux-musl"] = ("musl-amd64.a", "cp $2 $1"),
        ["aarch64-unknown-linux-musl"] = ("musl-arm64.a.gz", "gzip -c $2 > $1"),
        ["x86_64-apple-darwin"] = ("macos-intel.tar.zst", "tar --zstd -cf $1 $2"),
        ["aarch64-apple-darwin"] = ("macos.tar.bz2", "tar -cjf $1 $2"),
        ["x86_64-pc-windows-msvc"] = ("windows.zip", "zip -q $1 $2"),
        ["aarch64-pc-windows-msvc"] = ("windows-arm64.7z", "7z a -bso0 $1 $2"),
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Eight_shapes_come_to_the_packages_that_zips_come_to()
    {
        await Repository.Tools.RequireAllAsync(["xz", "bzip2", "zstd", "7z", "zip"], TestContext.Current.CancellationToken);
        var release = Directory.CreateDirectory(_folder["release"]).FullName;
        foreach (var (target, (asset, command)) in s_shapes)
        {
            var work = Directory.CreateDirectory(_folder[target]).FullName;
            var zip = Path.Combine(job.Sample, $"slim-bindings-{target}.zip");
            await ZipFile.ExtractToDirectoryAsync(zip, work, TestContext.Current.CancellationToken);
            var extension = target.EndsWith("msvc", StringComparison.Ordinal) ? ".lib" : ".a";
            var library = Path.GetFileName(Directory.GetFiles(work).Single(path =>
                path.EndsWith(extension, StringComparison.Ordinal) && !path.Contains(".dll.", StringComparison.Ordinal)));
            await new Command("sh", "-ec", command, "sh", "made", library) { WorkingDirectory = work }
                .OutputAsync(TestContext.Current.CancellationToken);
            File.Move(Directory.GetFiles(work, "made*").Single(), Path.Combine(release, $"demo-2024.01.15-{asset}"));
        }

        foreach (var other in (string[])["SHA256SUMS", "commit-sha", "demo-2024.01.15-src.tar.gz", "demo-2024.01.15-windows.zip.sha256"])
        {
            await File.WriteAllTextAsync(Path.Combine(release, other), "something else\n", TestContext.Current.CancellationToken);
        }

        string[] arguments =
            ["--from", release, "--definition", Definition(), "--lock", _folder["demo.lock.json"], "--output", _folder["out"]];
        var packed = await BuildProgram.SucceedsAsync(["--target", "Pack", "--release", "2024.01.15", .. arguments]);
        Assert.DoesNotContain("skipped", packed.Output, StringComparison.Ordinal);
        foreach (var rid in MainJob.Rids)
        {
            var id = MainJob.RuntimeId(rid);
            Assert.Equal(Library(job[id]), Library(Path.Combine(_folder["out"], "packages", $"{id}.2024.1.15.nupkg")));
        }

        foreach (var rid in (string[])["linux-x64", "linux-musl-arm64", "win-arm64"])
        {
            var package = Path.Combine(_folder["out"], "packages", $"{MainJob.RuntimeId(rid)}.2024.1.15.nupkg");
            var audit = await BuildProgram.SucceedsAsync(["--target", "Audit", "--package", package, .. arguments]);
            Assert.Contains("the same, byte for byte (its library too, from demo-2024.01.15-", audit.Output, StringComparison.Ordinal);
        }

        var asBuilt = await BuildProgram.SucceedsAsync(
            ["--target", "Pack", "--release", "2024.01.15", "--slim", "none", .. arguments[..^1], _folder["as built"]]);
        Assert.Contains("packed runtime.osx-x64.Slim.Native", asBuilt.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_platform_exports_what_others_need_not()
    {
        const string Common = "ffi_slim_bindings_uniffi_contract_version", Own = "uniffi_slim_bindings_fn_func_add";
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Definition(), TestContext.Current.CancellationToken))!.AsObject();
        definition["assetPattern"] = "slim-bindings-{target}.zip";
        definition["tagPatterns"] = new JsonArray("slim-bindings-v{version}");
        definition["exports"] = new JsonObject { ["required"] = new JsonArray(Common) };
        foreach (var platform in definition["platforms"]!.AsArray().Select(platform => platform!.AsObject()))
        {
            platform.Remove("asset");
            platform.Remove("libraryPath");
        }

        definition["platforms"]![0]!["exports"] = new JsonObject { ["required"] = new JsonArray(Own) };
        var file = _folder.Write("own.json", definition.ToJsonString());
        string[] arguments =
            ["--from", job.Sample, "--definition", file, "--lock", _folder["own.lock.json"], "--rids", "linux-x64,win-x64", "--output"];
        var packed = await BuildProgram.SucceedsAsync(["--target", "Pack", .. arguments, _folder["own"]]);

        Assert.Contains($"x86_64-unknown-linux-gnu exports, and others need not: {Own}", packed.Output, StringComparison.Ordinal);
        Assert.Equal([Common, Own], Exports("linux-x64"));
        Assert.Equal([Common], Exports("win-x64"));

        definition["platforms"]![0]!["exports"] = new JsonObject { ["required"] = new JsonArray("none_*") };
        await File.WriteAllTextAsync(file, definition.ToJsonString(), TestContext.Current.CancellationToken);
        await BuildProgram.RefusesAsync(
            ["slim-bindings-x86_64-unknown-linux-gnu.zip", "none_*"], ["--target", "Verify", .. arguments, _folder["refused"]]);

        string[] Exports(string rid)
        {
            var package = Directory.GetFiles(Path.Combine(_folder["own"], "packages"), $"{MainJob.RuntimeId(rid)}.*.nupkg").Single();
            using var zip = ZipFile.OpenRead(package);
            using var lines = new StreamReader(zip.GetEntry("link/exports.txt")!.Open());
            return lines.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    [Fact]
    public async Task Platforms_share_an_asset()
    {
        await Repository.Tools.RequireAllAsync(["llvm-lipo", "xz"], TestContext.Current.CancellationToken);
        var release = Directory.CreateDirectory(_folder["shared"]).FullName;
        foreach (var target in (string[])["x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc", "aarch64-pc-windows-msvc"])
        {
            await ZipFile.ExtractToDirectoryAsync(
                Path.Combine(job.Sample, $"slim-bindings-{target}.zip"), _folder[target], TestContext.Current.CancellationToken);
        }

        var lipo = Repository.Tools["llvm-lipo"].Find()!;
        await new Command("sh", "-ec", $"""
            {lipo} -create x86_64-apple-darwin/*.a aarch64-apple-darwin/*.a -output shared/demo-1.4.0-macos.a
            mkdir windows windows/x64 windows/arm64
            cp x86_64-pc-windows-msvc/slim_bindings_x86_64_windows_msvc.lib windows/x64/demo.lib
            cp aarch64-pc-windows-msvc/slim_bindings_aarch64_windows_msvc.lib windows/arm64/demo.lib
            tar -cJf shared/demo-1.4.0-windows.tar.xz windows
            """) { WorkingDirectory = _folder.Path }.OutputAsync(TestContext.Current.CancellationToken);
        var definition = JsonNode.Parse(await File.ReadAllTextAsync(Definition(), TestContext.Current.CancellationToken))!.AsObject();
        foreach (var platform in definition["platforms"]!.AsArray().Select(platform => platform!.AsObject()))
        {
            var target = (string)platform["target"]!;
            if (target.EndsWith("apple-darwin", StringComparison.Ordinal)) platform["asset"] = "macos.a";
            if (!target.EndsWith("msvc", StringComparison.Ordinal)) continue;
            platform["asset"] = "windows.tar.xz";
            platform["libraryPath"] = target.StartsWith("x86_64", StringComparison.Ordinal) ? "windows/x64/*.lib" : "windows/arm64/*.lib";
        }

        string[] arguments =
        [
            "--from", release, "--definition", _folder.Write("shared.json", definition.ToJsonString()), "--release", "1.4.0",
            "--lock", _folder["shared.lock.json"], "--target", "Pack", "--output", _folder["of shared"],
        ];
        string[] rids = ["osx-x64", "osx-arm64", "win-x64", "win-arm64"];
        await BuildProgram.SucceedsAsync(arguments);
        Same();
        var pinned = await File.ReadAllTextAsync(_folder["shared.lock.json"], TestContext.Current.CancellationToken);
        await BuildProgram.SucceedsAsync([.. arguments, "--rids", "osx-arm64"]);
        Assert.Equal(pinned, await File.ReadAllTextAsync(_folder["shared.lock.json"], TestContext.Current.CancellationToken));
        await BuildProgram.SucceedsAsync([.. arguments, "--locked"]);
        Same();

        void Same()
        {
            foreach (var id in rids.Select(MainJob.RuntimeId))
            {
                Assert.Equal(Library(job[id]), Library(Path.Combine(_folder["of shared"], "packages", $"{id}.1.4.0.nupkg")));
            }
        }
    }

    private static byte[] Library(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        using var library = zip.Entries.Single(entry => entry.FullName.StartsWith("runtimes/", StringComparison.Ordinal)).Open();
        using var bytes = new MemoryStream();
        library.CopyTo(bytes);
        return bytes.ToArray();
    }

    private string Definition()
    {
        var own = Repository.PathOf("packaging", "slim.json");
        var definition = JsonNode.Parse(File.ReadAllText(own))!.AsObject();
        definition.Remove("sample");
        definition.Remove("smokeProgram");
        definition["smokeApp"] = Path.GetFullPath((string)definition["smokeApp"]!, Path.GetDirectoryName(own)!);
        definition["assetPattern"] = "demo-{version}-{target}";
        definition["tagPatterns"] = new JsonArray("rust/v{version}");
        foreach (var platform in definition["platforms"]!.AsArray().Select(platform => platform!.AsObject()))
        {
            if (!s_shapes.TryGetValue((string)platform["target"]!, out var shape)) continue;
            platform["asset"] = shape.Asset;
            if (shape.Asset.EndsWith(".tar.xz", StringComparison.Ordinal)) platform["libraryPath"] = "*/lib/*.a";
        }

        return _folder.Write("demo.json", definition.ToJsonString());
    }
}
