namespace Pipeline.Tests.Mirroring;

/// <summary>What a mirror is for: a consumer publishes with NativeAOT, with no network and nothing else on the machine.</summary>
public sealed class AirGapTests : IClassFixture<MirroredRelease>
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <PublishAot>true</PublishAot>
          </PropertyGroup>
          <ItemGroup><PackageReference Include="Slim.Native" Version="1.4.0" /></ItemGroup>
        </Project>
        """;

    [Fact]
    public async Task A_program_is_published_from_the_folder()
    {
        using var machine = new AirGap(MirroredRelease.First);
        machine.Write("hello/hello.csproj", Project);
        File.Move(Path.Combine(machine.Folder, "Program.cs"), Path.Combine(machine.Folder, "hello", "Program.cs"));
        machine.Write("elsewhere/NuGet.config", MirrorsPage.Block("Use it as a folder", "xml"));

        var output = await machine.RunAsync($"""
            ln -s /srv/slim-mirror slim-mirror
            {MirrorsPage.Block("Use it as a folder", "sh")}
            ./hello/bin/Release/net10.0/linux-x64/publish/hello
            cp -r hello elsewhere/hello && rm -rf elsewhere/hello/obj elsewhere/hello/bin "$NUGET_PACKAGES"
            dotnet restore elsewhere/hello
            """);

        Assert.Contains("\n" + AirGap.Answer, output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_published_from_nginx_and_gets_the_newest_version()
    {
        using var machine = new AirGap(MirroredRelease.Second);
        var nginx = await Repository.Tools.RequireAsync("nginx", TestContext.Current.CancellationToken);
        machine.Write("nginx.conf", MirrorsPage.Block("Serve it with nginx", "nginx"));
        var commands = MirrorsPage.Block("Serve it with nginx", "sh").Replace(
            "dotnet publish", "cp Program.cs hello/Program.cs\ndotnet publish", StringComparison.Ordinal);

        var output = await machine.RunAsync($"""
            {nginx} -c $PWD/nginx.conf -g 'user root;'
            {commands}
            ./published/hello
            {MirrorsPage.Block("When restore is slow without internet", "sh")}
            dotnet package list --project hello --outdated --highest-patch
            curl --fail --silent --head http://nuget.example.com:8080/slim/packages/slim.native/1.5.0/slim.native.1.5.0.nupkg
            curl --fail --silent --head http://nuget.example.com:8080/slim/packages/slim.native/index.json
            """);

        Assert.Contains("package 'Slim.Native' version '1.5.0' added", output, StringComparison.Ordinal);
        Assert.Contains("\n" + AirGap.Answer, output, StringComparison.Ordinal);
        Assert.DoesNotContain("warn", output, StringComparison.Ordinal);
        Assert.Contains("immutable", output, StringComparison.Ordinal);
        Assert.Contains("no-cache", output, StringComparison.Ordinal);
    }
}
