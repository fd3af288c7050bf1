namespace Corpus.Tests;

/// <summary>Packages of real Rust on a machine without internet.</summary>
public sealed class RealMirrorTests(RealSample sample) : IClassFixture<RealSample>
{
    private static readonly string[] s_arguments =
        ["--from", RealSample.Assets, "--rids", "linux-x64,linux-arm64", "--output", Path.Combine(Repository.Scratch, "real-mirrored")];

    [Fact]
    public async Task A_mirror_publishes_a_program_for_this_machine_and_for_arm64()
    {
        Assert.Equal(0, sample.Result.ExitCode);
        var mirror = Path.Combine(Repository.Scratch, "real-mirror");
        await BuildProgram.SucceedsAsync(["--target", "Pack", .. s_arguments]);
        await BuildProgram.SucceedsAsync(["--target", "Sign", "--exclusive", .. s_arguments]);
        await BuildProgram.SucceedsAsync(["--target", "Mirror", "--exclusive", .. s_arguments, "--bundle", mirror]);
        await BuildProgram.SucceedsAsync("--target", "CheckMirror", "--bundle", mirror);

        using var machine = new AirGap(mirror);
        File.Delete(Path.Combine(machine.Folder, "Program.cs"));
        foreach (var file in Directory.GetFiles(Repository.PathOf("samples", "App")))
        {
            var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            machine.Write(Path.Combine("app", Path.GetFileName(file)), text);
        }

        var said = await machine.RunAsync("""
            cp /srv/slim-mirror/NuGet.config . && ln -s /srv/slim-mirror/packages packages
            dotnet publish app -r linux-x64 --output x64
            ./x64/App
            dotnet publish app -r linux-arm64 --output arm64
            qemu-aarch64-static -L /usr/aarch64-linux-gnu ./arm64/App
            """);

        Assert.Equal(2, said.Split("42 checks passed").Length - 1);
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
    }
}
