using System.Text.RegularExpressions;
using RuntimePacks.Signing;
using RuntimePacks.Tools;

namespace Trust.Tests.Signing;

/// <summary>A consumer who restores what one certificate signed and nothing else, with the settings that docs/trust.md shows.</summary>
public sealed partial class RestoreTests(Packed packed) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("restore tests ").FullName;

    private string Feed => Path.Combine(_folder, "signed", "packages");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_settings_of_the_page_take_what_its_certificate_signed_and_nothing_else()
    {
        using var authority = new Authority(_folder);
        var own = authority.Pem("author", password: null);
        packed.CopyTo(Path.Combine(_folder, "signed"), "unsigned");
        await Checkout.SucceedsAsync("--target", "Sign", "--exclusive", "--certificate", own, "--output", Path.Combine(_folder, "signed"));
        using var certificate = SigningCertificate.Load(own);

        var restored = await RestoreAsync("trusted", certificate.Fingerprint);
        Assert.True(restored.ExitCode == 0, restored.Output + restored.Error);

        var strange = await RestoreAsync("other", new string('0', 64));
        Assert.NotEqual(0, strange.ExitCode);
        Assert.Contains("NU3034", strange.Output, StringComparison.Ordinal);

        foreach (var path in Directory.GetFiles(Feed)) File.Copy(Path.Combine(packed.Packages, Path.GetFileName(path)), path, overwrite: true);
        var unsigned = await RestoreAsync("unsigned", certificate.Fingerprint);
        Assert.NotEqual(0, unsigned.ExitCode);
        Assert.Contains("NU3004", unsigned.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> RestoreAsync(string name, string fingerprint)
    {
        var page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "trust.md"));
        var settings = Settings().Match(page).Groups["text"].Value.Replace("FINGERPRINT", fingerprint, StringComparison.Ordinal).Replace("/path/to/packages", Feed, StringComparison.Ordinal);
        Assert.Contains(fingerprint, settings, StringComparison.Ordinal);
        var project = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(project, "nuget.config"), settings);
        File.WriteAllText(Path.Combine(project, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(project, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RestorePackagesPath>{Path.Combine(project, "packages")}</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Slim.Native" Version="{Packed.Version}" />
              </ItemGroup>
            </Project>
            """);
        return new Command("dotnet", "restore", project) { WorkingDirectory = project, Environment = new Dictionary<string, string?> { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NUGET_SIGNATURE_VERIFICATION"] = "true" } }
            .RunAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("^```xml\n(?<text><configuration>.*?trustedSigners.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Settings();
}
