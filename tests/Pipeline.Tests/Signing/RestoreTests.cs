using System.Text.RegularExpressions;
using RuntimePacks.Signing;
using RuntimePacks.Tools;

namespace Pipeline.Tests.Signing;

/// <summary>A consumer who restores what one certificate signed and nothing else, with the settings that docs/trust.md shows.</summary>
public sealed partial class RestoreTests(MainJob job) : IClassFixture<MainJob>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Feed => Path.Combine(_folder.Path, "signed", "packages");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_settings_of_the_page_take_what_its_certificate_signed_and_nothing_else()
    {
        using var authority = new Authority(_folder.Path);
        var own = authority.Pem("author", password: null);
        job.CopyTo(_folder["signed"], "unsigned");
        await BuildProgram.SucceedsAsync("--target", "Sign", "--exclusive", "--certificate", own, "--output", _folder["signed"]);
        using var certificate = SigningCertificate.Load(own);

        var restored = await RestoreAsync("trusted", certificate.Fingerprint);
        restored.Succeeded();

        var strange = await RestoreAsync("other", new string('0', 64));
        Assert.NotEqual(0, strange.ExitCode);
        Assert.Contains("NU3034", strange.Output, StringComparison.Ordinal);

        foreach (var path in Directory.GetFiles(Feed)) File.Copy(Path.Combine(job.Packages, Path.GetFileName(path)), path, overwrite: true);
        var unsigned = await RestoreAsync("unsigned", certificate.Fingerprint);
        Assert.NotEqual(0, unsigned.ExitCode);
        Assert.Contains("NU3004", unsigned.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> RestoreAsync(string name, string fingerprint)
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "trust.md"));
        var settings = Settings().Match(page).Groups["text"].Value.Replace(
            "FINGERPRINT", fingerprint, StringComparison.Ordinal).Replace("/path/to/packages", Feed, StringComparison.Ordinal);
        Assert.Contains(fingerprint, settings, StringComparison.Ordinal);
        var project = Directory.CreateDirectory(_folder[name]).FullName;
        File.WriteAllText(Path.Combine(project, "nuget.config"), settings);
        File.WriteAllText(Path.Combine(project, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(project, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestorePackagesPath>{Path.Combine(project, "packages")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Slim.Native" Version="{job.Version}" />
              </ItemGroup>
            </Project>
            """);
        return Dotnet.RunAsync(
            project, new Dictionary<string, string?>(Dotnet.Environment) { ["DOTNET_NUGET_SIGNATURE_VERIFICATION"] = "true" }, "restore",
            project);
    }

    [GeneratedRegex("^```xml\n(?<text><configuration>.*?trustedSigners.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Settings();
}
