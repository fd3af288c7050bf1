using Microsoft.Extensions.Logging.Abstractions;
using RuntimePacks.Mirroring;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Mirroring;

/// <summary>A mirror is carried across, and checked on the other side.</summary>
public sealed class TransportTests : IClassFixture<MirroredRelease>
{
    private const string Meta = "packages/slim.native/1.4.0/slim.native.1.4.0.nupkg";

    [Fact]
    public async Task Every_file_that_is_damaged_missing_or_extra_is_named()
    {
        var mirror = await MirroredRelease.CopyAsync(MirroredRelease.First, Path.Combine(MirroredRelease.Scratch, "tampered"));
        string[] damaged = [
            Meta, "packages/runtime.linux-x64.slim.native/1.4.0/runtime.linux-x64.slim.native.nuspec",
            "releases/slim.native/1.4.0/release.lock.json", "registration/slim.native/index.json", "NuGet.config"];
        string[] missing = ["packages/microsoft.dotnet.ilcompiler/10.0.12/", "README.md"];
        string[] extra = ["packages/slim.native/9.9.9/slim.native.9.9.9.nupkg", ".hidden"];
        foreach (var path in damaged) FlipLastBit(Path.Combine(mirror, path));
        missing[0] = Directory.GetFiles(
            Path.Combine(
                mirror, "packages", "microsoft.dotnet.ilcompiler"), "*.nupkg", SearchOption.AllDirectories).Single()[(mirror.Length + 1)..];
        foreach (var path in missing) File.Delete(Path.Combine(mirror, path));
        Directory.CreateDirectory(Path.Combine(mirror, "packages/slim.native/9.9.9"));
        foreach (var path in extra) await File.WriteAllTextAsync(Path.Combine(mirror, path), "", TestContext.Current.CancellationToken);

        var result = await BuildProgram.RefusesAsync(["5 damaged, 2 missing, 2 extra"], "--target", "CheckMirror", "--bundle", mirror);

        var said = result.Output.Split('\n').Select(line => line.Trim()).ToList();
        foreach (var (fault, paths) in new[] { ("damaged", damaged), ("missing", missing), ("extra", extra) })
        {
            Assert.Equal(
                paths.Select(path => $"{fault}: {path}").Order(StringComparer.Ordinal),
                said.Where(line => line.StartsWith(fault + ": ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }

        var coreutils = await InAsync(
            Path.GetDirectoryName(mirror)!,
            MirrorsPage.Block(
                "Carry it, and check it", "sh", "sha512sum").Replace("slim-mirror", Path.GetFileName(mirror), StringComparison.Ordinal));
        Assert.Equal(1, coreutils.ExitCode);
        Assert.All(damaged, path => Assert.Contains($"{path}: FAILED\n", coreutils.Output, StringComparison.Ordinal));
        Assert.All(missing, path => Assert.Contains($"{path}: FAILED open or read\n", coreutils.Output, StringComparison.Ordinal));
        Assert.Equal(
            damaged.Length + missing.Length, coreutils.Output.Split('\n').Count(
                line => line.Contains(": FAILED", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_mirror_as_it_was_written_passes_both_checks()
    {
        var result = (await BuildProgram.SucceedsAsync("--target", "CheckMirror", "--bundle", MirroredRelease.Second)).Output;
        Assert.Contains("all as they were written", result, StringComparison.Ordinal);
        Assert.DoesNotContain("Pack", result, StringComparison.Ordinal); // no stage before it ran
        var coreutils = await InAsync(MirroredRelease.Second, "sha512sum --check --strict --quiet SHA512SUMS");
        Assert.Equal((0, ""), (coreutils.ExitCode, coreutils.Output + coreutils.Error));
    }

    [Fact]
    public async Task Rsync_and_rclone_carry_it_to_where_it_is_served()
    {
        await Repository.Tools.RequireAllAsync(["rsync", "rclone"], TestContext.Current.CancellationToken);
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        Directory.CreateSymbolicLink(Path.Combine(folder, "slim-mirror"), MirroredRelease.Second);
        Directory.CreateDirectory(Path.Combine(folder, "rsync"));
        var rsync = MirrorsPage.Block(
            "Serve it from many places", "sh", "rsync").Replace("nginx1:/srv/slim-mirror", "rsync", StringComparison.Ordinal);
        var rclone = MirrorsPage.Block(
            "Serve it from many places", "sh", "rclone").Replace("mirror:slim", ":local:rclone", StringComparison.Ordinal);
        var disk = MirrorsPage.Block("Add a release", "sh").Split('\n')[1].Replace(
            "/media/disk/slim-mirror", "disk", StringComparison.Ordinal);
        foreach (var (commands, target) in new[] { (rsync, "rsync"), (rclone, "rclone"), (disk, "disk") })
        {
            var result = await InAsync(folder, commands);
            result.Succeeded();
            await new MirrorCheck(Path.Combine(folder, target), NullLogger.Instance).RunAsync(TestContext.Current.CancellationToken);
            Assert.False(File.Exists(Path.Combine(folder, target, ".lock")));
        }
    }

    [Fact]
    public async Task The_first_of_two_copies_holds_packages_and_nothing_that_names_them()
    {
        await Repository.Tools.RequireAllAsync(["rsync"], TestContext.Current.CancellationToken);
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        Directory.CreateSymbolicLink(Path.Combine(folder, "slim-mirror"), MirroredRelease.First);
        Directory.CreateDirectory(Path.Combine(folder, "rsync"));
        var first = MirrorsPage.Block(
            "Serve it from many places", "sh", "rsync").Split('\n')[0].Replace(
                "nginx1:/srv/slim-mirror", "rsync", StringComparison.Ordinal);
        Assert.Equal(0, (await InAsync(folder, first)).ExitCode);
        var copied = Directory.GetFiles(
            Path.Combine(folder, "rsync"), "*", SearchOption.AllDirectories).Select(
                path => Path.GetRelativePath(Path.Combine(folder, "rsync"), path)).ToList();
        Assert.Contains(Meta, copied);
        Assert.DoesNotContain(copied, path => path.EndsWith(".json", StringComparison.Ordinal));
    }

    private static async Task<CommandResult> InAsync(string folder, string commands) =>
        await new Command("sh", "-e", "-c", commands)
        {
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C" },
        }.RunAsync(TestContext.Current.CancellationToken);

    private static void FlipLastBit(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.Delete(path); // a hard link: the mirror itself keeps its own
        File.WriteAllBytes(path, bytes);
    }
}
