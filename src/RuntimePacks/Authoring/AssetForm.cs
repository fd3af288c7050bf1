namespace RuntimePacks.Authoring;

/// <summary>The form that the names of a release's assets have, and what stands for each target in it.</summary>
internal sealed class AssetForm
{
    private const string Target = "{target}", Version = "{version}", Tag = "{tag}";
    private static readonly char[] s_between = ['-', '_', '.'];

    private readonly Dictionary<string, string> _asset = [];

    /// <param name="libraries">One for each target.</param>
    /// <param name="version">The release's, as its tag has it; null where it is not known.</param>
    /// <param name="tag">The release's; null where it is not known.</param>
    public AssetForm(IReadOnlyList<LibraryTarget> libraries, string? version, string? tag)
    {
        string Named(string part) => Replaced(Replaced(part, version, Version), tag, Tag);
        var words = libraries.Select(library => AssetWords.Of(library.Library.Asset)).ToList();
        var before = Common([.. words.Select(word => word.Tell ? word.Before : "")], static text => text);
        var behind = Common([.. words.Select(word => word.Behind)], Reversed);
        Pattern = $"{Named(before)}{Target}{Named(behind)}";
        foreach (var (library, word) in libraries.Zip(words))
        {
            var own = Named(word.Name[before.Length..(word.Name.Length - behind.Length)]);
            if (own != library.Target) _asset[library.Target] = own;
        }
    }

    /// <summary>With <c>{target}</c> once.</summary>
    public string Pattern { get; }

    /// <summary>What stands for a target; null for the target itself.</summary>
    public string? AssetOf(string target) => _asset.GetValueOrDefault(target);

    /// <summary>What all begin with: the whole of each, or up to a character that stands between words.</summary>
    private static string Common(IReadOnlyList<string> parts, Func<string, string> turned)
    {
        var texts = parts.Select(turned).ToList();
        var shortest = texts.MinBy(text => text.Length)!;
        var length = Enumerable.Range(0, shortest.Length + 1)
            .Last(count => texts.All(text => text.StartsWith(shortest[..count], StringComparison.Ordinal)));
        if (texts.Any(text => text.Length != length)) length = shortest[..length].LastIndexOfAny(s_between) + 1;
        return turned(shortest[..length]);
    }

    private static string Reversed(string text) => new([.. text.Reverse()]);

    private static string Replaced(string part, string? value, string token) =>
        value is not null && value.Contains('.', StringComparison.Ordinal) ? part.Replace(value, token, StringComparison.Ordinal) : part;
}
