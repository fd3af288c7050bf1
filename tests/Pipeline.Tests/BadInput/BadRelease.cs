using System.IO.Compression;
using RuntimePacks.Tools;

namespace Pipeline.Tests.BadInput;

/// <summary>A folder with a release in which something is wrong, made from the sample's own assets.</summary>
internal sealed class BadRelease : IDisposable
{
    public const string Linux = "slim-bindings-x86_64-unknown-linux-musl.zip";
    public const string LinuxLibrary = "libslim_bindings_x86_64_linux_musl.a";

    private readonly TemporaryFolder _folder = new();
    private readonly MainJob _job;

    public BadRelease(MainJob job)
    {
        _job = job;
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Output);
    }

    public string Folder => _folder["release"];

    public string Output => _folder["output"];

    public string Lock => _folder["slim.lock.json"];

    public string Asset => Path.Combine(Folder, Linux);

    /// <summary>The bytes of an entry of the sample's assets.</summary>
    public byte[] Entry(string asset, string entry)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(_job.Sample, asset));
        using var stream = zip.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public byte[] GoodLibrary => Entry(Linux, LinuxLibrary);

    public void WriteAsset(params (string Name, byte[] Bytes)[] entries)
    {
        using var zip = ZipFile.Open(Asset, ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = zip.CreateEntry(name).Open();
            stream.Write(bytes);
        }
    }

    /// <summary>Runs a stage of the pipeline on it, up to Pack.</summary>
    public Task<CommandResult> BuildAsync(params string[] more) =>
        BuildProgram.RunAsync(
        [
            "--from", Folder, "--target", "Pack", "--output", Output, "--lock", Lock,
            .. more.Contains("--release") ? Array.Empty<string>() : ["--release", "1.4.0"], .. more]);

    /// <summary>
    /// The run fails with a message that says all of this, without a stack trace, and leaves no package and nothing half-written.
    /// </summary>
    public async Task RefusedAsync(string[] message, params string[] more)
    {
        var result = await BuildAsync(more);
        var said = result.Output + result.Error;
        Assert.True(result.ExitCode != 0, said);
        Assert.All(message, words => Assert.Contains(words, result.Error));
        Assert.DoesNotMatch(@"(?m)^\s+at .+ in .+:line \d+", said);
        Assert.DoesNotContain("--verbosity diagnostic", said);
        Assert.Empty(Directory.EnumerateFiles(Output, "*.nupkg", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(Output, "*.partial", SearchOption.AllDirectories));
    }

    public void Dispose() => _folder.Dispose();
}
