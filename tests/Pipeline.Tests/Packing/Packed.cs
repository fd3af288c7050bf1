[assembly: AssemblyFixture(typeof(Trust.Tests.Packed))]

namespace Trust.Tests;

/// <summary>The sample release, packed once for all tests, as far as signing: into a folder of its own.</summary>
public sealed class Packed : IAsyncLifetime
{
    public const string Version = "0.0.1";
    public const string Linux = "runtime.linux-x64.Slim.Native";

    public static string[] Rids { get; } = ["linux-x64", "linux-arm64", "linux-musl-x64", "linux-musl-arm64", "osx-x64", "osx-arm64", "win-x64", "win-arm64"];

    public string Folder { get; } = Path.Combine(Checkout.Scratch, "packed");

    public string Sample { get; private set; } = "";

    public string Packages => Path.Combine(Folder, "packages");

    public string this[string id] => Path.Combine(Packages, $"{id}.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        Sample = await Checkout.SampleAsync();
        await Checkout.SucceedsAsync("--from", Sample, "--target", "Pack", "--output", Folder);
    }

    /// <summary>Makes another output folder one in which the same packages were packed.</summary>
    /// <param name="packages">The name of the folder in it that they go to.</param>
    public void CopyTo(string output, string packages)
    {
        Directory.CreateDirectory(Path.Combine(output, packages));
        Directory.CreateDirectory(Path.Combine(output, "stages"));
        File.Copy(Path.Combine(Folder, "stages", "pack.json"), Path.Combine(output, "stages", "pack.json"));
        foreach (var path in Directory.GetFiles(Packages)) File.Copy(path, Path.Combine(output, packages, Path.GetFileName(path)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
