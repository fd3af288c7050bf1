using System.IO.Compression;
using RuntimePacks.Containers;

namespace RuntimePacks.Tests.Containers;

/// <summary>Packages that feeds and users hand over, with the limits of an asset.</summary>
public sealed class UntrustedPackageTests
{
    private const string Manifest = """
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata><id>Some.Id</id><version>1.2.3-rc.1</version><authors>a</authors><description>d</description></metadata>
        </package>
        """;

    [Fact]
    public void The_manifest_says_which_package_it_is()
    {
        using var package = Open(("Some.Id.nuspec", Manifest), ("lib/other.nuspec", "<no/>"));
        Assert.Equal("Some.Id 1.2.3-rc.1", $"{package.Identity().Id} {package.Identity().Version}");
        Assert.Equal(Manifest, package.Manifest());
    }

    [Theory]
    [InlineData("<package><metadata><id>Some.Id</id></metadata></package>")]
    [InlineData("<package><metadata><id>Some.Id</id><version>one</version></metadata></package>")]
    [InlineData("<package>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><package><metadata><id>&b;</id><version>1.0.0</version></metadata></package>")]
    public void A_manifest_that_does_not_say_is_refused(string manifest)
    {
        using var package = Open(("Some.Id.nuspec", manifest));
        Assert.Contains(
            "Some.Id.nuspec does not say which", Assert.Throws<RuntimePacksException>(package.Identity).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_inflates_to_more_than_the_limit_is_refused() =>
        Assert.Contains(
            "raise inflatedLimitMB", Refusal(1_000_000, ("Some.Id.nuspec", Manifest), ("big", new string('a', 2_000_000))),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("../evil", "outside")]
    [InlineData("/evil", "outside")]
    [InlineData("C:evil", "outside")]
    [InlineData("some.id.NUSPEC", "2 times")]
    public void An_entry_that_no_package_has_is_refused(string name, string expected) =>
        Assert.Contains(expected, Refusal(1_000_000, ("Some.Id.nuspec", Manifest), (name, "text")), StringComparison.Ordinal);

    private static string Refusal(long limit, params (string Name, string Text)[] entries) =>
        Assert.Throws<RuntimePacksException>(() => UntrustedPackage.Open(Zip(entries), "the package", limit)).Message;

    private static UntrustedPackage Open(params (string Name, string Text)[] entries) =>
        UntrustedPackage.Open(Zip(entries), "the package", 1_000_000);

    private static MemoryStream Zip((string Name, string Text)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return bytes;
    }
}
