using System.Xml.Linq;
using RuntimePacks.Tools;

namespace Samples.Tests;

/// <summary>The sample's app, here without NativeAOT and with a shared library: what it asks, and what it is answered.</summary>
public sealed class AppTests(BuiltRelease built)
{
    private static readonly string Sources = Path.Combine(BuiltRelease.Sources, "App");

    [Fact]
    public void The_app_calls_every_exported_function()
    {
        string code = string.Concat(
            Directory.GetFiles(Sources, "*.cs").Where(file => Path.GetFileName(file) != "Native.cs").Select(File.ReadAllText));
        Assert.All(
            BuiltRelease.Exports.Where(name => !name.StartsWith("UNIFFI_META_", StringComparison.Ordinal)),
            name => Assert.Contains($"Native.{name}(", code));
    }

    [Fact]
    public async Task The_crate_and_its_C_twin_give_the_same_answers_and_a_broken_one_fails()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the shared libraries that can be loaded are those for Linux");
        string app = await BuildAppAsync();

        var target = BuiltRelease.Targets.Single(
            target => target.Triple.EndsWith("linux-gnu", StringComparison.Ordinal) && target.IsArm64 == IsArm64);
        string rust = Directory.CreateDirectory(Path.Combine(built.Scratch, "rust")).FullName;
        File.Copy(Path.Combine(built.Unpacked(target), target.SharedLibrary), Path.Combine(rust, "libslim_bindings.so"));
        var crate = await RunAsync(app, rust);

        var twin = await RunAsync(app, await LinkTwinAsync("twin"));
        Assert.Equal(0, crate.ExitCode);
        Assert.Matches("^[0-9]+ checks passed$", crate.Output.TrimEnd().Split('\n')[^1]);
        Assert.Equal(crate.Output, twin.Output);

        var broken = await RunAsync(app, await LinkTwinAsync("broken", "-Dconstructor(turn)=used"));
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("FAILED constructors in their order: expected 12, got 0\n", broken.Output);
    }

    private static bool IsArm64 =>
        System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64;

    private static Task<CommandResult> RunAsync(string app, string libraries) =>
        new Command("dotnet", app) { Environment = new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = libraries } }
            .RunAsync(TestContext.Current.CancellationToken);

    private async Task<string> LinkTwinAsync(string name, params string[] options)
    {
        string folder = Directory.CreateDirectory(Path.Combine(built.Scratch, name)).FullName;
        string[] files = Directory.GetFiles(Path.Combine(BuiltRelease.Sources, "slim-bindings-c"), "*.c");
        await new Command(
            built.Tools["clang"].Find()!,
            [
                "-shared", "-fPIC", "-O1", "-ffreestanding", .. options, "-o", Path.Combine(folder, "libslim_bindings.so"), .. files, "-lm",
                "-lpthread"])
            .OutputAsync(TestContext.Current.CancellationToken);
        return folder;
    }

    /// <summary>The app as it is, without the package that brings the library.</summary>
    private async Task<string> BuildAppAsync()
    {
        string folder = Directory.CreateDirectory(Path.Combine(built.Scratch, "app")).FullName;
        foreach (string file in Directory.GetFiles(Sources)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        string path = Path.Combine(folder, "App.csproj");
        var project = XDocument.Load(path);
        project.Descendants("PackageReference").Remove();
        project.Save(path);
        await new Command("dotnet", "build", path, "-p:PublishAot=false", "-o", Path.Combine(folder, "out"))
            .OutputAsync(TestContext.Current.CancellationToken);
        return Path.Combine(folder, "out", "App.dll");
    }
}
