using System.Diagnostics;

namespace Bench;

/// <summary>The projects of somebody who uses packages of a feed; the repository's own settings do not reach them.</summary>
internal sealed class Consumer
{
    private readonly string _folder;

    /// <param name="folder">An existing folder, full.</param>
    /// <param name="feed">The folder with the packages; what else the projects need is where this machine's settings say.</param>
    /// <param name="cache">The folder that packages are unpacked into.</param>
    public Consumer(string folder, string feed, string cache)
    {
        _folder = folder;
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        }

        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{feed}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{cache}" /></config>
            </configuration>
            """);
    }

    /// <summary>The folder of a project, full.</summary>
    public string this[string project] => Path.Combine(_folder, project);

    /// <summary>Writes a project for linux-x64.</summary>
    /// <param name="items">In MSBuild's words.</param>
    /// <param name="program">In C#.</param>
    /// <param name="aot">Whether it is published with NativeAOT.</param>
    public void Write(string project, string items, string program, bool aot)
    {
        Directory.CreateDirectory(this[project]);
        File.WriteAllText(Path.Combine(this[project], "Program.cs"), program);
        File.WriteAllText(Path.Combine(this[project], "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings>
                <RuntimeIdentifier>linux-x64</RuntimeIdentifier><PublishAot>{(aot ? "true" : "false")}</PublishAot>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
    }

    /// <summary>Copies a project.</summary>
    /// <param name="from">Its folder, which has no other folders in it.</param>
    public void Copy(string project, string from)
    {
        Directory.CreateDirectory(this[project]);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(this[project], Path.GetFileName(file)));
    }

    public Task<MeasuredProcess> DotnetAsync(string project, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = this[project] };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment.Remove("NUGET_PACKAGES");
        return MeasuredProcess.RunAsync(start);
    }
}
