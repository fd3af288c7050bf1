using RuntimePacks.Definition;

namespace RuntimePacks.Tests.Releases;

/// <summary>Which tags are of releases, and of which version.</summary>
public sealed class ReleaseTagsTests
{
    private static readonly ReleaseTags s_tags = new(["slim-bindings-v{version}", "slim-bindings-libs-v{version}"]);

    [Theory]
    [InlineData("slim-bindings-v1.4.0", "1.4.0")]
    [InlineData("slim-bindings-libs-v0.7.2", "0.7.2")]
    [InlineData("slim-bindings-v3.0.0-rc.10", "3.0.0-rc.10")]
    [InlineData("slim-bindings-v9.0", "9.0.0")]
    [InlineData("slim-bindings-v2024.01.15", "2024.1.15")]
    [InlineData("slim-bindings-v2024.01", "2024.1.0")]
    [InlineData("slim-bindings-v1.4.0+build.5", "1.4.0")]
    [InlineData("slim-bindings-v9", null)]
    [InlineData("slim-bindings-v9.0.0.0", "9.0.0")]
    [InlineData("slim-bindings-v27.0.4.1", "27.0.4.1")]
    [InlineData("slim-bindings-v1.2.3.4.5", null)]
    [InlineData("slim-bindings-vNext", null)]
    [InlineData("slim-bindings-9.9.9", null)]
    [InlineData("slim-v9.9.9", null)]
    [InlineData("v9.9.9", null)]
    [InlineData("slim-bindings-python-v9.9.9", null)]
    [InlineData("xslim-bindings-v9.9.9", null)]
    [InlineData("slim-bindings-v", null)]
    public void A_tag_is_of_a_version_or_of_something_else(string tag, string? version) =>
        Assert.Equal(version, s_tags.VersionOf(tag)?.ToNormalizedString());

    [Fact]
    public void A_version_may_have_each_of_the_tags_the_preferred_one_first() =>
        Assert.Equal(["slim-bindings-v1.4.0", "slim-bindings-libs-v1.4.0"], s_tags.Of("1.4.0"));
}
