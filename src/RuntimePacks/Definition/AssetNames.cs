using System.Text.RegularExpressions;
using StaticLibraries;
using StaticLibraries.Libraries;

namespace RuntimePacks.Definition;

/// <summary>The names of the assets of a release: the definition's pattern, filled in for each platform.</summary>
public sealed class AssetNames
{
    private const string Target = "{target}", Version = "{version}", Tag = "{tag}";

    private readonly PackDefinition _definition;
    private readonly string? _version;
    private readonly string? _tag;

    /// <summary>The names that assets of any release have.</summary>
    public AssetNames(PackDefinition definition) => _definition = definition;

    /// <summary>The names that a release's assets have.</summary>
    /// <param name="tag">The release's; its version is filled in as it is written there.</param>
    /// <param name="version">The release's, for a tag that has none.</param>
    public AssetNames(PackDefinition definition, string tag, string version) =>
        (_definition, _tag, _version) = (definition, tag, new ReleaseTags(definition.TagPatterns).TextOf(tag) ?? version);

    /// <summary>The name of the asset for a target; <c>*</c> stands for what a release would say.</summary>
    public string Of(string target) => Pattern(target).Replace(Version, _version ?? "*", StringComparison.Ordinal)
        .Replace(Tag, _tag ?? "*", StringComparison.Ordinal);

    /// <summary>The target that an asset is for, by its name: a platform's, or one that the definition does not know.</summary>
    /// <returns>Null for what is no asset.</returns>
    public string? TargetOf(string name)
    {
        var own = _definition.Platforms.FirstOrDefault(platform => Match(Pattern(platform.Target), name).Success);
        if (own is not null) return own.Target;
        var other = Match(_definition.AssetPattern, name).Groups["target"];
        return other.Success && IsTriple(other.Value) ? other.Value : null;
    }

    private string Pattern(string target) =>
        _definition.AssetPattern.Replace(
            Target, _definition.Platforms.FirstOrDefault(platform => platform.Target == target)?.Asset ?? target, StringComparison.Ordinal);

    private Match Match(string pattern, string name) => Regex.Match(
        name,
        $"^{Regex.Escape(pattern)
            .Replace(Regex.Escape(Target), "(?<target>[^.]+)", StringComparison.Ordinal)
            .Replace(Regex.Escape(Version), Known(_version), StringComparison.Ordinal)
            .Replace(Regex.Escape(Tag), Known(_tag), StringComparison.Ordinal)}$",
        RegexOptions.CultureInvariant);

    private static string Known(string? value) => value is null ? ".+" : Regex.Escape(value);

    private static bool IsTriple(string text)
    {
        try
        {
            return TargetTriple.Parse(text) is not null;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
