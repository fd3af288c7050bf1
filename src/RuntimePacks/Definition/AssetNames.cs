using System.Text.RegularExpressions;
using StaticLibraries;
using StaticLibraries.Libraries;

namespace RuntimePacks.Definition;

/// <summary>The names of the assets of a release: the definition's pattern, filled in for each platform.</summary>
public sealed class AssetNames
{
    private const string Target = "{target}", Version = "{version}", Tag = "{tag}";

    private readonly PackDefinition _definition;
    private readonly (string Tag, string Version)? _release;
    private readonly IReadOnlyList<(string Target, Regex Name)> _platforms;
    private readonly Regex _any;

    /// <summary>The names that assets of any release have.</summary>
    public AssetNames(PackDefinition definition) : this(definition, null) { }

    /// <summary>The names that a release's assets have.</summary>
    /// <param name="tag">The release's; its version is filled in as it is written there.</param>
    /// <param name="version">The release's, for a tag that has none.</param>
    public AssetNames(PackDefinition definition, string tag, string version)
        : this(definition, (tag, new ReleaseTags(definition.TagPatterns).TextOf(tag) ?? version)) { }

    private AssetNames(PackDefinition definition, (string Tag, string Version)? release)
    {
        (_definition, _release) = (definition, release);
        _platforms = [.. definition.Platforms.Select(platform => (platform.Target, Name(Pattern(platform.Target))))];
        _any = Name(definition.AssetPattern);
    }

    /// <summary>The name of the asset for a target; <c>*</c> stands for what a release would say.</summary>
    public string Of(string target) => Fill(Pattern(target));

    /// <summary>A pattern with what is known of the release; <c>*</c> stands for what is not.</summary>
    public string Fill(string pattern) => pattern
        .Replace(Version, _release?.Version ?? "*", StringComparison.Ordinal)
        .Replace(Tag, _release?.Tag ?? "*", StringComparison.Ordinal);

    /// <summary>The targets that an asset is for, by its name: platforms', or one that the definition does not know.</summary>
    /// <returns>None for what is no asset; several for an asset that platforms share.</returns>
    public IReadOnlyList<string> TargetsOf(string name)
    {
        string[] targets = [.. _platforms.Where(platform => platform.Name.IsMatch(name)).Select(platform => platform.Target)];
        if (targets.Length > 0) return targets;
        var other = _any.Match(name).Groups["target"];
        return other.Success && IsTriple(other.Value) ? [other.Value] : [];
    }

    private string Pattern(string target)
    {
        var own = _definition.Platforms.FirstOrDefault(platform => platform.Target == target)?.Asset;
        return _definition.AssetPattern.Replace(Target, own ?? target, StringComparison.Ordinal);
    }

    private Regex Name(string pattern) => new(
        $"^{Regex.Escape(pattern)
            .Replace(Regex.Escape(Target), "(?<target>[^.]+)", StringComparison.Ordinal)
            .Replace(Regex.Escape(Version), Known(_release?.Version), StringComparison.Ordinal)
            .Replace(Regex.Escape(Tag), Known(_release?.Tag), StringComparison.Ordinal)}$",
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
