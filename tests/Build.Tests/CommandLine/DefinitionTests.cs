using RuntimePacks;
using RuntimePacks.Definition;

namespace Build.Tests.CommandLine;

/// <summary>A definition that would end a later stage or break a consumer is refused when it is read, with its line.</summary>
public sealed class DefinitionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"Slim.Native\"", "\"My Lib!\"", 2, "packageId: expected an id that NuGet takes")]
    [
        InlineData(
            "\"Slim.Native\"", "\"L234567890123456789012345678901234567890123456789012345678901234567890123456789012345\"", 45,
            "platforms[0].rid: expected an id that NuGet takes")]
    [InlineData("\"SlimNative\"", "\"T-Nat ive\"", 3, "msbuildPrefix: expected what MSBuild takes")]
    [
        InlineData(
            "\"msbuildPrefix\"", "\"runtimePackageId\": \"Slim\", \"msbuildPrefix\"", 3,
            "runtimePackageId: expected a package's id with {rid} in it, once; found 'Slim'")]
    [
        InlineData(
            "\"msbuildPrefix\"", "\"runtimePackageId\": \"Slim {rid}\", \"msbuildPrefix\"", 45,
            "platforms[0].rid: expected an id that NuGet takes")]
    [
        InlineData(
            "\"inflatedLimitMB\"", "\"libraryPath\": \"/lib/*.a\", \"inflatedLimitMB\"", 13,
            "libraryPath: expected a path in an asset")]
    [InlineData("\"rid\": \"linux-x64\"", "\"rid\": \"linux-x64\", \"asset\": \"a/b\"", 45, "platforms[0].asset: expected a part of")]
    [InlineData("\"SLIM\"", "\"SLIM1\"", 4, "diagnosticPrefix: expected letters alone")]
    [InlineData("\"The Slim.Native authors\"", "\" \"", 6, "authors: expected a name")]
    [InlineData("\"Apache-2.0\"", "\"Apache 2\"", 7, "license: expected an SPDX licence expression")]
    [
        InlineData(
            "\"https://github.com/agntcy/slim\"", "\"not a url\"", 8, "projectUrl: expected an http or https address; found 'not a url'")]
    [InlineData("\"https://github.com/agntcy/slim\"", "\"file:///etc/passwd\"", 8, "projectUrl: expected an http or https address")]
    [InlineData("\"tags\":", "\"docsUrl\": \"docs/page.md\", \"tags\":", 9, "docsUrl: expected the http or https address of a page")]
    [InlineData("[\"agntcy/slim-bindings\", \"agntcy/slim\"]", "[]", 10, "repositories: expected at least one")]
    [InlineData("\"agntcy/slim\"]", "\"slim\"]", 10, "repositories[1]: expected owner/name; found 'slim'")]
    [InlineData("[\"slim-bindings-v{version}\", \"slim-bindings-libs-v{version}\"]", "[]", 11, "tagPatterns: expected at least one")]
    [InlineData("\"slim-bindings-v{version}\"", "\"slim-bindings-v\"", 11, "tagPatterns[0]: expected a tag with {version} in it, once")]
    [InlineData("\"slim-bindings-{target}.zip\"", "\"slim.zip\"", 12, "assetPattern: expected a file's name with {target} in it, once")]
    [
        InlineData(
            "\"inflatedLimitMB\"", "\"digestFiles\": [\"a/b\"], \"inflatedLimitMB\"", 13,
            "digestFiles[0]: expected the name of a file, as SHA")]
    [InlineData("1024", "0", 13, "inflatedLimitMB: expected a number of MB above 0; found 0")]
    [InlineData("\"limitMB\": 500", "\"limitMB\": -1", 16, "feedLimits[1].limitMB: expected a number of MB above 0")]
    [InlineData("[\"slim_bindings\", \"uniffi_slim_bindings\"]", "[]", 18, "pinvokeNames: expected at least one")]
    [InlineData("\"uniffi_slim_bindings\"]", "\"a;b\"]", 18, "pinvokeNames[1]: expected a name that DllImport has")]
    [InlineData("samples/Contract", "samples/None", 19, "smokeApp: expected a folder that is there; found '")]
    [InlineData("Contract/smoke.c", "Contract/none.c", 20, "smokeProgram: expected a file that is there; found '")]
    [InlineData("samples/slim-bindings\"", "samples/None\"", 23, "sample.crate: expected a folder that is there")]
    [InlineData("samples/slim-bindings-c", "samples/None", 24, "sample.cTwin: expected a folder that is there")]
    [InlineData("samples/exports.txt", "samples/none.txt", 25, "sample.exports: expected a file that is there")]
    [InlineData("samples/App", "samples/None", 26, "sample.app: expected a folder that is there")]
    [InlineData("samples/App/smoke.c", "samples/App/none.c", 27, "sample.program: expected a file that is there")]
    [InlineData("tally.json", "none.json", 28, "sample.beside: expected a file that is there")]
    [
        InlineData(
            "\"ffi_slim_bindings_uniffi_contract_version\",\n      \"ffi_slim_bindings_*\",\n      \"uniffi_slim_bindings_*\"\n", "", 31,
            "exports.required: expected at least one")]
    [InlineData("\"rid\": \"linux-x64\"", "\"rid\": \"linux_x64\"", 45, "platforms[0].rid: expected a portable RID")]
    [InlineData("\"rid\": \"linux-x64\"", "\"rid\": \"ubuntu.24.04-x64\"", 45, "platforms[0].rid: expected a portable RID")]
    [
        InlineData(
            "\"rid\": \"linux-x64\"", "\"rid\": \"win-x64\"", 45,
            "platforms[0].rid: expected the RID of programs for x86_64-unknown-linux-gnu; found 'win-x64'")]
    [
        InlineData(
            "\"rid\": \"linux-arm64\"", "\"rid\": \"linux-x64\"", 52,
            "platforms[1].rid: expected the RID of programs for aarch64-unknown-linux-gnu")]
    [
        InlineData(
            "aarch64-unknown-linux-gnu", "sparc64-unknown-linux-gnu", 51,
            "platforms[1].target: the target 'sparc64-unknown-linux-gnu' is for a machine that is not known here")]
    [InlineData("aarch64-unknown-linux-gnu", "linux-x64", 51, "platforms[1].target: 'linux-x64' is not a target triple")]
    [InlineData("\"rid\": \"linux-x64\",", "", 43, "platforms[0]: expected either a rid or notPackedBecause; found neither")]
    [
        InlineData(
            "x86_64-pc-windows-gnu\",\n      \"notPackedBecause\": \"NativeAOT",
            "x86_64-pc-windows-gnu\",\n      \"rid\": \"win-x64\", \"notPackedBecause\": \"NativeAOT", 101,
            "platforms[8]: expected either a rid or notPackedBecause; found both")]
    [
        InlineData(
            "aarch64-unknown-linux-gnu\",\n      \"rid\": \"linux-arm64\"", "x86_64-unknown-linux-gnu\",\n      \"rid\": \"linux-x64\"", 51,
            "platforms[1].target: expected another target than the platforms before it; found 'x86_64-unknown-linux-gnu'")]
    [InlineData("\"10.12\"", "\"ten\"", 77, "platforms[4].deploymentTarget: expected a version; found 'ten'")]
    [InlineData("[\"iconv\"]", "[\"-l iconv\"]", 78, "platforms[4].libraries[0]: expected the name of a library, without spaces")]
    [InlineData("\"tags\":", "\"tagz\":", 9, "there is no property 'tagz'")]
    [InlineData("\"packageId\": \"Slim.Native\",", "", 106, "these properties are missing: 'packageId'")]
    [InlineData("\"packageId\": \"Slim.Native\"", "\"packageId\": null", 2, "packageId: expected a value, found null")]
    [InlineData("\"agntcy/slim\"]", "null]", 10, "repositories[1]: expected owner/name; found null")]
    [InlineData("1024", "\"big\"", 13, "inflatedLimitMB: a value of another kind is expected")]
    [InlineData("1024,", "1024", 14, "'\"' is invalid after a value")]
    public void Each_mistake_in_a_definition_is_told_with_its_line(string right, string wrong, int line, string words)
    {
        var text = Slim();
        Assert.Contains(right, text, StringComparison.Ordinal);
        var at = text.IndexOf(right, StringComparison.Ordinal);
        var path = _folder["wrong.json"];
        File.WriteAllText(path, text[..at] + wrong + text[(at + right.Length)..]);

        Assert.StartsWith(
            $"{path}, line {line}: {words}", Assert.Throws<RuntimePacksException>(() => PackDefinition.Load(path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1: expected JSON, found nothing")]
    [InlineData("[]", "line 1: the whole: a value of another kind is expected")]
    [InlineData("null", "expected a pack definition, found null")]
    public void What_is_no_definition_at_all_is_said_to_be_that(string text, string words)
    {
        File.WriteAllText(_folder["wrong.json"], text);
        Assert.EndsWith(
            words, Assert.Throws<RuntimePacksException>(
                () => PackDefinition.Load(_folder["wrong.json"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_platforms_is_a_mistake_and_comments_and_a_byte_order_mark_are_none()
    {
        var text = Slim();
        File.WriteAllText(_folder["good.json"], "\uFEFF// what ships\n" + text);
        Assert.Equal("Slim.Native", PackDefinition.Load(_folder["good.json"]).PackageId);

        File.WriteAllText(_folder["none.json"], text[..text.IndexOf("\"platforms\"", StringComparison.Ordinal)] + "\"platforms\": [] }");
        Assert.EndsWith(
            "platforms: expected a platform at least; found none",
            Assert.Throws<RuntimePacksException>(() => PackDefinition.Load(_folder["none.json"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("packaging/slim.json")]
    [InlineData("samples/tally/tally.json")]
    public void The_definitions_of_the_repository_are_right(string path) =>
        Assert.NotEmpty(PackDefinition.Load(Path.Combine(Repository.Root, path)).Platforms);

    /// <summary>The project's own definition, to lie in any folder.</summary>
    private static string Slim() =>
        File.ReadAllText(
            Path.Combine(
                Repository.Root, "packaging", "slim.json")).Replace(
                    "../samples", Path.Combine(Repository.Root, "samples"), StringComparison.Ordinal);
}
