using RuntimePacks.Tools;
using Testing;

namespace Consumers.Tests;

/// <summary>A consumer's folder, outside of the repository, whose NuGet.config knows the packages that were packed.</summary>
internal sealed class Consumer : IDisposable
{
    /// <summary>Makes the one call that every release of the library answers.</summary>
    public const string Program = """
        using System.Runtime.InteropServices;
        Console.WriteLine($"contract {Slim.ContractVersion()}");
        internal static class Slim
        {
            [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")]
            public static extern uint ContractVersion();
        }
        """;

    public const string Answer = "contract 30\n";

    private readonly MainJob _job;
    private readonly string _unique = Guid.NewGuid().ToString("N");

    public Consumer(MainJob job, string name = "consumer", string? packages = null)
    {
        _job = job;
        Folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "slim-native-tests", $"{name}-{Guid.NewGuid():N}")).FullName;
        Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packages ?? job.Packages}" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="{(packages is null ? MainJob.PackagesCache : Path.Combine(Folder, "packages"))}" />
              </config>
            </configuration>
            """);
    }

    public string Folder { get; }

    /// <summary>The sample release, in a folder.</summary>
    public string Sample => _job.Sample;

    public string PublishFolder => Path.Combine(Folder, "published");

    public void Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>A console project that references Slim.Native.</summary>
    /// <param name="properties">More of its properties, as XML.</param>
    /// <param name="items">Its items, as XML, in place of the reference to Slim.Native.</param>
    /// <param name="aot">Whether it is for NativeAOT.</param>
    public void WriteApp(string properties = "", string? items = null, bool aot = true)
    {
        Write(
            "App.csproj",
            Project(
                $"<OutputType>Exe</OutputType><InvariantGlobalization>true</InvariantGlobalization>{(aot ? "<PublishAot>true</PublishAot>" : "")}{properties}",
                items ?? Reference("Slim.Native")));
        Write("Program.cs", Program);
    }

    /// <summary>
    /// A text with <c>{version}</c> (of our packages), <c>{packages}</c> (where they were packed to), <c>{cache}</c> (where they
    /// are unpacked to) and <c>{unique}</c> (a version of this consumer's own packages).
    /// </summary>
    public string Expand(string text) => text
        .Replace("{version}", _job.Version, StringComparison.Ordinal)
        .Replace("{packages}", _job.Packages, StringComparison.Ordinal)
        .Replace("{cache}", MainJob.PackagesCache, StringComparison.Ordinal)
        .Replace("{unique}", $"1.0.0-{_unique}", StringComparison.Ordinal);

    public string Reference(string package) => $"""<PackageReference Include="{package}" Version="{_job.Version}" />""";

    public static string Project(string properties, string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            {properties}
          </PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;

    public Task<CommandResult> DotnetAsync(params string[] arguments) => Dotnet.RunAsync(Folder, arguments);

    public Task<CommandResult> DotnetAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        Dotnet.RunAsync(Folder, environment, arguments);

    /// <summary>Publishes into <see cref="PublishFolder"/>, without a warning.</summary>
    public async Task PublishAsync(params string[] arguments)
    {
        var result = await DotnetAsync(["publish", .. arguments, "-o", PublishFolder]);
        result.Succeeded();
        Assert.DoesNotContain("warning", result.Output);
    }

    /// <summary>The published files, less the symbols that the SDK puts there for debuggers.</summary>
    public IEnumerable<string?> Published =>
        Directory.EnumerateFileSystemEntries(PublishFolder).Select(Path.GetFileName).Where(
            name => Path.GetExtension(name) is not (".dbg" or ".pdb"));

    /// <summary>Runs a published program and returns what it printed.</summary>
    public Task<string> RunAsync(string name = "App") =>
        new Command(Path.Combine(PublishFolder, name)).OutputAsync(TestContext.Current.CancellationToken);

    /// <summary>The program is one file that needs nothing but system libraries.</summary>
    public async Task OneSelfContainedFileAsync(string name = "App")
    {
        Assert.Equal([name], Published);
        await NeedsOnlyTheSystemAsync(Path.Combine(PublishFolder, name));
    }

    /// <param name="path">A program or a shared library, from this folder.</param>
    public async Task NeedsOnlyTheSystemAsync(string path)
    {
        var needs = await ElfNeeds.ReadAsync("readelf", Path.Combine(Folder, path), TestContext.Current.CancellationToken);
        Assert.All(needs.Libraries, library => Assert.True(ElfNeeds.IsSystemLibrary(library), library));
    }

    /// <summary>When a file was written last, to the resolution of the file system.</summary>
    public DateTime Time(string path) => File.GetLastWriteTimeUtc(Path.Combine(Folder, path));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
