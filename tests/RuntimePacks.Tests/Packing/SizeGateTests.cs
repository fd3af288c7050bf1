using System.IO.Compression;
using System.Security.Cryptography;
using RuntimePacks.Definition;
using RuntimePacks.Packing;

namespace RuntimePacks.Tests.Packing;

/// <summary>Packages against the limits of feeds.</summary>
public sealed class SizeGateTests
{
    [Theory]
    [InlineData(3, true, true)]
    [InlineData(3, false, false)]
    [InlineData(1, true, false)]
    public void A_package_above_an_enforced_limit_is_refused_and_what_takes_the_space_is_named(int megabytes, bool enforced, bool refused)
    {
        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var text = zip.CreateEntry("README.md").Open()) text.Write("text"u8);
            using var library = zip.CreateEntry("runtimes/linux-x64/native/libdemo.a").Open();
            library.Write(RandomNumberGenerator.GetBytes(megabytes * 1_000_000));
        }

        FeedLimit[] limits = [new("larger", 500, true), new("small feed", 2, enforced)];
        var thrown = Record.Exception(() => SizeGate.Require("demo.1.0.0.nupkg", package, limits));
        if (!refused)
        {
            Assert.Null(thrown);
            return;
        }

        var message = Assert.IsType<RuntimePacksException>(thrown).Message;
        Assert.All(["demo.1.0.0.nupkg has 3.0 MB", "small feed takes 2 MB", "libdemo.a 3.0 MB"], words => Assert.Contains(words, message));
        Assert.True(message.IndexOf("libdemo.a", StringComparison.Ordinal) < message.IndexOf("README.md", StringComparison.Ordinal));
    }
}
