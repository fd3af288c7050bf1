using System.Text.RegularExpressions;
using NuGet.Packaging;
using NuGet.Packaging.Licenses;
using StaticLibraries;
using StaticLibraries.Libraries;

namespace RuntimePacks.Definition;

/// <summary>Refuses a definition that would end a later stage, or break a consumer, and says on which line it does.</summary>
/// <param name="definition">With the paths as the file says them.</param>
/// <param name="path">The file.</param>
internal sealed partial class DefinitionCheck(PackDefinition definition, string path, JsonLines lines)
{
    private const string Version = "{version}";
    private const string Target = "{target}";

    /// <exception cref="RuntimePacksException">A value is none that it can be.</exception>
    public void Require()
    {
        Package();
        Release();
        Folders();
        List("exports.required", definition.Exports.Required, name => !string.IsNullOrWhiteSpace(name), "a symbol, or a pattern with *");
        for (var index = 0; index < definition.Platforms.Count; index++) Platform($"platforms[{index}]", definition.Platforms[index]);
        if (definition.Platforms.Count == 0) Refuse("platforms", "a platform at least", "none");
        Once(definition.Platforms.Select(platform => platform.Target), "target");
        Once(definition.Platforms.Select(platform => platform.Rid).OfType<string>(), "rid");
    }

    private void Package()
    {
        Id("packageId", definition.PackageId, definition.PackageId);
        Value("msbuildPrefix", definition.MSBuildPrefix, Name().IsMatch, "a word that MSBuild takes for a property: letters, digits and _");
        Value("diagnosticPrefix", definition.DiagnosticPrefix, Letters().IsMatch, "letters alone: a number comes after them");
        Value("description", definition.Description, text => !string.IsNullOrWhiteSpace(text), "a sentence");
        Value("authors", definition.Authors, text => !string.IsNullOrWhiteSpace(text), "a name");
        Value("license", definition.License, IsLicense, "an SPDX licence expression, as 'MIT OR Apache-2.0'");
        Value("projectUrl", definition.ProjectUrl, IsUrl, "an http or https address");
        if (definition.DocsUrl is { } docs) Value("docsUrl", docs, url => IsUrl(url) && !url.Contains('#', StringComparison.Ordinal), "the http or https address of a page, without #");
        List("pinvokeNames", definition.PInvokeNames, PInvokeName().IsMatch, "the name of a library as DllImport has it: letters, digits, _, - and .");
    }

    private void Release()
    {
        List("repositories", definition.Repositories, Repository().IsMatch, "owner/name");
        List("tagPatterns", definition.TagPatterns, pattern => pattern.Split(Version).Length == 2, $"a tag with {Version} in it, once");
        Value("assetPattern", definition.AssetPattern, pattern => pattern.Split(Target).Length == 2, $"a file's name with {Target} in it, once");
        if (definition.InflatedLimitMB <= 0) Refuse("inflatedLimitMB", "a number of MB above 0", definition.InflatedLimitMB);
        for (var index = 0; index < definition.FeedLimits.Count; index++)
        {
            if (definition.FeedLimits[index].LimitMB <= 0) Refuse($"feedLimits[{index}].limitMB", "a number of MB above 0", definition.FeedLimits[index].LimitMB);
        }
    }

    private void Folders()
    {
        Folder("smokeApp", definition.SmokeApp);
        if (definition.Sample is not { } sample) return;
        Value("sample.name", sample.Name, Name().IsMatch, "the name of a Rust library: letters, digits and _");
        Folder("sample.crate", sample.Crate);
        Folder("sample.cTwin", sample.CTwin);
        Folder("sample.app", sample.App);
        if (sample.Exports is { } file && !File.Exists(Full(file))) Refuse("sample.exports", "a file that is there", Full(file));
    }

    private void Platform(string at, Platform platform)
    {
        var triple = Triple($"{at}.target", platform.Target);
        if (platform.Rid is null == platform.NotPackedBecause is null) Refuse(at, "either a rid or notPackedBecause", platform.Rid is null ? "neither" : "both");
        if (platform.Rid is { } rid)
        {
            Value($"{at}.rid", rid, PortableRid.IsKnown, "a portable RID: a system, '-' and a machine, as linux-x64, linux-musl-arm64, osx-arm64, win-x64");
            if (!PortableRid.IsOf(rid, triple)) Refuse($"{at}.rid", $"the RID of programs for {platform.Target}", rid);
            Id($"{at}.rid", definition.RuntimePackageId(rid), rid);
        }

        if (platform.DeploymentTarget is { } version) Value($"{at}.deploymentTarget", version, text => System.Version.TryParse(text, out _), "a version");
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

    private void Id(string property, string id, string found)
    {
        if (!PackageIdValidator.IsValidPackageId(id) || id.Length > PackageIdValidator.MaxPackageIdLength)
        {
            Refuse(property, $"an id that NuGet takes: letters, digits and _, with '.' or '-' between them, {PackageIdValidator.MaxPackageIdLength} characters with what comes before it", found);
        }
    }

    private void Folder(string property, string? folder)
    {
        if (folder is not null && !Directory.Exists(Full(folder))) Refuse(property, "a folder that is there", Full(folder));
    }

    private string Full(string relative) => Path.GetFullPath(relative, Path.GetDirectoryName(Path.GetFullPath(path))!);

    private void Once(IEnumerable<string> values, string name)
    {
        var seen = new HashSet<string>();
        foreach (var value in values.Where(value => !seen.Add(value)))
        {
            var last = Enumerable.Range(0, definition.Platforms.Count).Last(index => (name == "rid" ? definition.Platforms[index].Rid : definition.Platforms[index].Target) == value);
            Refuse($"platforms[{last}].{name}", $"another {name} than the platforms before it", value);
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
        if (value is null || !isRight(value)) Refuse(property, expected, value ?? "null");
    }

    private void Refuse(string property, string expected, object found) =>
        throw new RuntimePacksException($"{path}, line {lines.Of(property)}: {property}: expected {expected}; found {(found is "none" or "neither" or "both" or int ? found : $"'{found}'")}");

    private static bool IsUrl(string text) => Url().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

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

    [GeneratedRegex(@"^[^\s;""]+\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[^\r\n]*[^\r\n\s][^\r\n]*\z")]
    private static partial Regex Line();

    /// <summary>Neither spaces nor what means something to XML or MSBuild.</summary>
    [GeneratedRegex(@"^[^\s<>&""'$@%;*()]+\z")]
    private static partial Regex Url();
}
