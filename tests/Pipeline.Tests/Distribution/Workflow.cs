using YamlDotNet.RepresentationModel;

namespace Pipeline.Tests.Distribution;

/// <summary>A workflow file of GitHub Actions, as far as the tests look at it.</summary>
internal sealed class Workflow
{
    private static readonly string Folder = Repository.PathOf(".github", "workflows");

    private readonly YamlMappingNode _root;

    private Workflow(string path)
    {
        File = path;
        Text = System.IO.File.ReadAllText(path);
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text));
        _root = (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    public static IReadOnlyList<Workflow> All { get; } = [
        .. Directory.GetFiles(Folder, "*.yml").Order(StringComparer.Ordinal).Select(path => new Workflow(path))];

    public string File { get; }

    public string Name => Path.GetFileName(File);

    public string Text { get; }

    /// <summary>What it may do where a job does not say otherwise.</summary>
    public string Permissions => Flat(Child(_root, "permissions"));

    public IEnumerable<(string Name, YamlMappingNode Job)> Jobs =>
        ((YamlMappingNode)_root.Children["jobs"]).Select(job => ($"{job.Key}", (YamlMappingNode)job.Value));

    public IEnumerable<YamlMappingNode> Steps =>
        Jobs.SelectMany(job => (Child(job.Job, "steps") as YamlSequenceNode)?.Children ?? []).Cast<YamlMappingNode>();

    /// <summary>The scripts of its steps, with a line for each that was broken by a backslash.</summary>
    public IEnumerable<string> Scripts =>
        Steps.Select(step => Child(step, "run")).OfType<YamlScalarNode>().Select(
            script => script.Value!.Replace("\\\n", "", StringComparison.Ordinal));

    public static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(key, out var child) ? child : null;

    /// <summary>All scalars below a node, as <c>key: value</c> where they are in a mapping.</summary>
    public static string Flat(YamlNode? node) => node switch
    {
        YamlMappingNode mapping => string.Join(", ", mapping.Select(pair => $"{pair.Key}: {Flat(pair.Value)}")),
        YamlSequenceNode sequence => string.Join(", ", sequence.Select(Flat)),
        _ => $"{node}",
    };
}
