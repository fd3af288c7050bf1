using System.Text.RegularExpressions;
using NuGet.Packaging;
using NuGet.Packaging.Licenses;
using StaticLibraries;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Definition;

/// <summary>Refuses a definition that would end a later stage, or break a consumer, and says on which line it does.</summary>
/// <param name="definition">With the paths as the file says them.</param>
/// <param name="path">The file.</param>
internal sealed partial class DefinitionCheck(PackDefinition definition, string path, JsonLines lines)
{
    private const string Version = "{version}";
    private const string Target = "{target}";
    private const string Rid = "{rid}";
    private const string Symbol = "a symbol, or a pattern with *";
    private const string PathWords = "a path in an asset, with '/' between its parts, as **/lib/*.a";

    /// <exception cref="RuntimePacksException">A value is none that it can be.</exception>
    public void Require()
    {
        Package();
        Release();
        Folders();
        List("exports.required", definition.Exports.Required, IsText, Symbol);
        Each("exports.optional", definition.Exports.Optional, IsText, Symbol);
        for (var index = 0; index < definition.Platforms.Count; index++) Platform($"platforms[{index}]", definition.Platforms[index]);
        if (definition.Platforms.Count == 0) Refuse("platforms", "a platform at least", "none");
        Once([.. definition.Platforms.Select(platform => platform.Target)], "target");
        Once([.. definition.Platforms.Select(platform => platform.Rid)], "rid");
        Shared();
    }

    private void Package()
    {
        Id("packageId", definition.PackageId);
        Value("runtimePackageId", definition.RuntimePackageIdPattern, HasOnce(Rid), $"a package's id with {Rid} in it, once");
        Value("msbuildPrefix", definition.MSBuildPrefix, Name().IsMatch, "what MSBuild takes for a property: letters, digits and _");
        Value("diagnosticPrefix", definition.DiagnosticPrefix, Letters().IsMatch, "letters alone: a number comes after them");
        Value("description", definition.Description, IsText, "a sentence");
        Value("authors", definition.Authors, IsText, "a name");
        Value("license", definition.License, IsLicense, "an SPDX licence expression, as 'MIT OR Apache-2.0'");
        Value("projectUrl", definition.ProjectUrl, IsUrl, "an http or https address");
        if (definition.DocsUrl is { } docs) Value("docsUrl", docs, IsPage, "the http or https address of a page, without #");
        List("pinvokeNames", definition.PInvokeNames, PInvokeName().IsMatch, "a name that DllImport has: letters, digits, _, - and .");
    }

    private void Release()
    {
        List("repositories", definition.Repositories, Repository().IsMatch, "owner/name");
        List("tagPatterns", definition.TagPatterns, HasOnce(Version), $"a tag with {Version} in it, once");
        Value("assetPattern", definition.AssetPattern, HasOnce(Target), $"a file's name with {Target} in it, once");
        Each("digestFiles", definition.DigestFiles, FileName().IsMatch, "the name of a file, as SHA256SUMS or {asset}.sha256");
        if (definition.LibraryPath is { } path) Value("libraryPath", path, IsPath, PathWords);
        Size("inflatedLimitMB", definition.InflatedLimitMB);
        for (var index = 0; index < definition.FeedLimits.Count; index++)
        {
            Size($"feedLimits[{index}].limitMB", definition.FeedLimits[index].LimitMB);
        }
    }

    private void Folders()
    {
        Folder("smokeApp", definition.SmokeApp);
        File("smokeProgram", definition.SmokeProgram);
        if (definition.Sample is not { } sample) return;
        Value("sample.name", sample.Name, Name().IsMatch, "the name of a Rust library: letters, digits and _");
        Folder("sample.crate", sample.Crate);
        Folder("sample.cTwin", sample.CTwin);
        Folder("sample.app", sample.App);
        File("sample.program", sample.Program);
        File("sample.exports", sample.Exports);
        File("sample.beside", sample.Beside);
    }

    private void Platform(string at, Platform platform)
    {
        var triple = Triple($"{at}.target", platform.Target);
        if (platform.Rid is null == platform.NotPackedBecause is null)
        {
            Refuse(at, "either a rid or notPackedBecause", platform.Rid is null ? "neither" : "both");
        }

        if (platform.Rid is { } rid)
        {
            Value($"{at}.rid", rid, PortableRid.IsKnown, "a portable RID: a system, '-' and a machine, as linux-musl-arm64 or win-x64");
            if (!PortableRid.IsOf(rid, triple)) Refuse($"{at}.rid", $"the RID of programs for {platform.Target}", $"'{rid}'");
            Id($"{at}.rid", definition.RuntimePackageId(rid));
        }

        if (platform.Asset is { } asset) Value($"{at}.asset", asset, FileName().IsMatch, "a part of a file's name");
        if (platform.LibraryPath is { } path) Value($"{at}.libraryPath", path, IsPath, PathWords);
        Each($"{at}.exports.required", platform.Exports?.Required ?? [], IsText, Symbol);
        Each($"{at}.exports.optional", platform.Exports?.Optional ?? [], IsText, Symbol);
        if (platform.Glibc is { } glibc) Value($"{at}.glibc", glibc, IsVersion, "a version of glibc, as 2.28");
        if (platform.DeploymentTarget is { } version) Value($"{at}.deploymentTarget", version, IsVersion, "a version");
        Each($"{at}.libraries", platform.Libraries, Word().IsMatch, "the name of a library, without spaces");
        Each($"{at}.frameworks", platform.Frameworks, Word().IsMatch, "the name of a framework, without spaces");
        Each($"{at}.linkerArguments", platform.LinkerArguments, Line().IsMatch, "an argument, on one line");
    }

    private TargetTriple Triple(string property, string target)
    {
        try
        {
            return TargetTriple.Parse(target);
        }
        catch (InputException e)
        {
            throw new RuntimePacksException($"{path}, line {lines.Of(property)}: {property}: {e.Message}", e);
        }
    }

    private void Id(string property, string id)
    {
        const int Most = PackageIdValidator.MaxPackageIdLength;
        if (PackageIdValidator.IsValidPackageId(id) && id.Length <= Most) return;
        Refuse(property, $"an id that NuGet takes: letters, digits and _, with '.' or '-' between them, at most {Most}", $"'{id}'");
    }

    private void Folder(string property, string? folder)
    {
        if (folder is not null && !Directory.Exists(Full(folder))) Refuse(property, "a folder that is there", $"'{Full(folder)}'");
    }

    private void File(string property, string? file)
    {
        if (file is not null && !System.IO.File.Exists(Full(file))) Refuse(property, "a file that is there", $"'{Full(file)}'");
    }

    private string Full(string relative) => Path.GetFullPath(relative, Path.GetDirectoryName(Path.GetFullPath(path))!);

    private void Once(IReadOnlyList<string?> values, string name)
    {
        var seen = new HashSet<string>();
        for (var index = 0; index < values.Count; index++)
        {
            if (values[index] is not { } value || seen.Add(value)) continue;
            Refuse($"platforms[{index}].{name}", $"another {name} than the platforms before it", $"'{value}'");
        }
    }

    /// <summary>An asset that platforms share is a universal library for macOS, or holds a library for each at a path of its own.</summary>
    private void Shared()
    {
        var seen = new Dictionary<string, Platform>();
        for (var index = 0; index < definition.Platforms.Count; index++)
        {
            var platform = definition.Platforms[index];
            var asset = platform.Asset ?? platform.Target;
            if (seen.TryAdd(asset, platform)) continue;
            var isUniversal = platform.Triple.Format == ObjectFormat.MachO && seen[asset].Triple.Format == ObjectFormat.MachO;
            if (isUniversal || (platform.LibraryPath is { } own && seen[asset].LibraryPath is { } other && own != other)) continue;
            Refuse(
                $"platforms[{index}].asset",
                "another asset than the platforms before it, or a libraryPath of its own for each that shares one", $"'{asset}'");
        }
    }

    /// <summary>A list that may not be empty.</summary>
    private void List(string property, IReadOnlyList<string> values, Func<string, bool> isRight, string expected)
    {
        if (values.Count == 0) Refuse(property, $"at least one: {expected}", "none");
        Each(property, values, isRight, expected);
    }

    private void Each(string property, IReadOnlyList<string> values, Func<string, bool> isRight, string expected)
    {
        for (var index = 0; index < values.Count; index++) Value($"{property}[{index}]", values[index], isRight, expected);
    }

    private void Value(string property, string? value, Func<string, bool> isRight, string expected)
    {
        if (value is null || !isRight(value)) Refuse(property, expected, value is null ? "null" : $"'{value}'");
    }

    private void Size(string property, int megabytes)
    {
        if (megabytes <= 0) Refuse(property, "a number of MB above 0", $"{megabytes}");
    }

    private void Refuse(string property, string expected, string found) =>
        throw new RuntimePacksException($"{path}, line {lines.Of(property)}: {property}: expected {expected}; found {found}");

    private static bool IsPath(string text) =>
        IsText(text) && !text.StartsWith('/') && !text.Contains('\\', StringComparison.Ordinal) && !text.Split('/').Contains("..");

    private static bool IsText(string text) => !string.IsNullOrWhiteSpace(text);

    private static bool IsVersion(string text) => System.Version.TryParse(text, out _);

    private static Func<string, bool> HasOnce(string token) => text => text.Split(token).Length == 2;

    private static bool IsUrl(string text) =>
        Url().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsPage(string text) => IsUrl(text) && !text.Contains('#', StringComparison.Ordinal);

    private static bool IsLicense(string expression)
    {
        try
        {
            return NuGetLicenseExpression.Parse(expression) is not null;
        }
        catch (Exception e) when (e is NuGetLicenseExpressionParsingException or ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z]+\z")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex PInvokeName();

    [GeneratedRegex(@"^[A-Za-z0-9-]+/[A-Za-z0-9_.-]+\z")]
    private static partial Regex Repository();

    [GeneratedRegex(@"^[^/\\]+\z")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^[^\s;""]+\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[^\r\n]*[^\r\n\s][^\r\n]*\z")]
    private static partial Regex Line();

    /// <summary>Neither spaces nor what means something to XML or MSBuild.</summary>
    [GeneratedRegex(@"^[^\s<>&""'$@%;*()]+\z")]
    private static partial Regex Url();
}
