using RuntimePacks.Abi;
using RuntimePacks.Releases;

namespace RuntimePacks.Tests.Abi;

/// <summary>What a release may change that a release before it promised.</summary>
public sealed class AbiGateTests
{
    private const string Kept = "lib_kept", New = "lib_new";

    private static readonly ReleaseAbi s_old = new(
        [Kept, "lib_other"], new Dictionary<string, int> { ["lib"] = 29 }, new Dictionary<string, int> { ["sum"] = 1000 });

    private static readonly ReleaseAbi s_without = s_old with { Exports = ["lib_other"] };
    private static readonly ReleaseAbi s_contract = s_old with { ContractVersions = new Dictionary<string, int> { ["lib"] = 30 } };
    private static readonly ReleaseAbi s_checksum = s_old with { Checksums = new Dictionary<string, int> { ["sum"] = 1001 } };

    /// <summary>The version, what differs, and the words of the refusal; none where it is allowed, with the reason instead.</summary>
    public static TheoryData<string, string, string, string[], string?> Releases => new()
    {
        { "1.4.0", "1.5.0", "gone", [$"{Kept} is gone", "compiled against 1.4.0 (the lock)", "--allow-abi-break"], null },
        { "1.4.0", "1.4.1", "gone and new", [$"{Kept} is gone"], null },
        { "1.4.0", "1.5.0", "contract", ["the UniFFI contract version of lib was 29 and is 30"], null },
        { "1.4.0", "1.5.0", "checksum", ["sum was 1000 and is 1001"], null },
        { "1.4.0", "2.0.0-rc.1", "gone", [], "the major version rises" },
        { "1.4.0", "2.0.0", "contract", [], "the major version rises" },
        { "1.4.0", "1.5.0", "new", [], null },
        { "0.4.0", "0.5.0", "gone", [], "the minor version rises, before 1.0" },
        { "0.4.0", "0.4.1", "gone", [$"{Kept} is gone"], null },
        { "1.5.0-rc.1", "1.5.0", "gone", [], "1.5.0-rc.1 was a prerelease" },
    };

    /// <summary>Which of the releases before one it is compared with.</summary>
    public static TheoryData<string, string[], string?> Bases => new()
    {
        { "1.5.0", ["1.4.0"], "1.4.0" },
        { "1.3.9", ["1.4.0"], null },
        { "2.0.0-rc.2", ["2.0.0-rc.1", "1.4.0"], "2.0.0-rc.1" },
        { "2.0.0", ["2.0.0-rc.2", "2.0.0-rc.1", "1.4.0"], "1.4.0" },
        { "2.0.0", ["2.0.0-rc.1"], "2.0.0-rc.1" },
        { "1.4.1", ["2.0.0", "1.4.0"], "1.4.0" },
        { "2.0.0", ["1.4.1", "2.0.0-rc.2", "1.4.0"], "1.4.1" },
        { "1.10.0", ["1.9.0", "1.2.0"], "1.9.0" },
        { "1.5.0", [], null },
    };

    [Theory]
    [MemberData(nameof(Releases))]
    public void A_release_may_not_break_what_the_one_before_it_promised(
        string before, string version, string differs, string[] refused, string? allowed)
    {
        var comparison = Between(before, version, differs, allowBreak: false);
        Assert.Equal(differs.Contains("new", StringComparison.Ordinal) ? [New] : [], comparison.Added);
        if (refused.Length == 0)
        {
            comparison.Require(version);
            Assert.Equal(allowed, comparison.AllowedBecause);
            return;
        }

        var error = Assert.Throws<RuntimePacksException>(() => comparison.Require(version));
        Assert.All(refused, words => Assert.Contains(words, error.Message, StringComparison.Ordinal));

        var anyway = Between(before, version, differs, allowBreak: true);
        anyway.Require(version);
        Assert.Equal("--allow-abi-break", anyway.AllowedBecause);
    }

    [Theory]
    [MemberData(nameof(Bases))]
    public void It_is_compared_with_the_release_that_most_programs_were_compiled_against(string version, string[] earlier, string? chosen)
    {
        var release = Release(version) with { Earlier = [.. earlier.Select(Release)] };
        Assert.Equal(chosen, AbiBase.InLock(release)?.Version);
    }

    [Fact]
    public void A_release_whose_exports_nobody_knows_is_passed_over() =>
        Assert.Equal(
            "1.3.0", AbiBase.InLock(Release("1.5.0") with { Earlier = [Release("1.4.0") with { Abi = null }, Release("1.3.0")] })?.Version);

    private static Release Release(string version) =>
        new() { Repository = "owner/name", Tag = "v" + version, Version = version, Assets = [], Abi = s_old };

    [Fact]
    public void What_one_target_alone_promised_is_held_against_that_target()
    {
        ReleaseAbi Own(params (string Target, string[] Names)[] own) => s_old with
        {
            Own = own.ToDictionary(one => one.Target, one => (IReadOnlyList<string>)one.Names),
        };
        AbiComparison Compared(ReleaseAbi old, ReleaseAbi now) => AbiComparison.Between("1.4.0", old, "the lock", "1.5.0", now, allowBreak: false);

        var old = Own(("x86_64-apple-darwin", ["lib_keychain"]), ("x86_64-pc-windows-msvc", ["lib_registry"]));
        var gone = Compared(old, Own(("x86_64-apple-darwin", []), ("x86_64-pc-windows-msvc", ["lib_registry", "lib_service"])));
        Assert.Equal(["lib_keychain of x86_64-apple-darwin"], gone.Removed);
        Assert.Equal(["lib_service of x86_64-pc-windows-msvc"], gone.Added);
        Assert.Contains("lib_keychain of x86_64-apple-darwin is gone", Assert.Throws<RuntimePacksException>(() => gone.Require("1.5.0")).Message);

        // A run for one RID says nothing of the others; what every target has by now is not gone.
        Assert.Empty(Compared(old.Of(new HashSet<string> { "x86_64-pc-windows-msvc" }), Own(("x86_64-pc-windows-msvc", ["lib_registry"]))).Removed);
        Assert.Empty(Compared(old, s_old with { Exports = [.. s_old.Exports, "lib_keychain", "lib_registry"] }).Removed);
    }

    private static AbiComparison Between(string before, string version, string differs, bool allowBreak) =>
        AbiComparison.Between(before, s_old, "the lock", version, Changed(differs), allowBreak);

    private static ReleaseAbi Changed(string differs) => differs switch
    {
        "gone" => s_without,
        "gone and new" => s_old with { Exports = [New, "lib_other"] },
        "new" => s_old with { Exports = [Kept, New, "lib_other"] },
        "contract" => s_contract,
        _ => s_checksum,
    };
}
