using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>A source file of <c>src/</c>.</summary>
/// <param name="Path">From <c>src/</c> on.</param>
/// <param name="Folder">Its folder, as a namespace.</param>
/// <param name="Namespace">The one that it declares; empty where it declares none.</param>
/// <param name="Usings">The namespaces that it imports.</param>
internal sealed partial record SourceFile(string Path, string Folder, string Namespace, IReadOnlyList<string> Usings)
{
    public static IReadOnlyList<SourceFile> All { get; } = [.. Read(Repository.PathOf("src"))];

    private static IEnumerable<SourceFile> Read(string root) =>
        from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        let parts = System.IO.Path.GetRelativePath(root, path).Split(System.IO.Path.DirectorySeparatorChar)
        where !parts.Contains("obj") && !parts.Contains("bin")
        let text = File.ReadAllText(path)
        select new SourceFile(
            string.Join('/', parts),
            string.Join('.', parts[..^1]),
            NamespaceLine().Match(text).Groups[1].Value,
            [.. UsingLine().Matches(text).Select(match => match.Groups[1].Value)]);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex UsingLine();
}
