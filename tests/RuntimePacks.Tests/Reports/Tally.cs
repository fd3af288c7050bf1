using System.Text.Json.Nodes;

namespace RuntimePacks.Tests.Reports;

/// <summary>The second library with its definition, copied so that a test may change it, and the output of its runs.</summary>
internal sealed class Tally : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Tally(string test)
    {
        Output = Repository.EmptyScratch("reports", test);
        foreach (
            var file in new[] { "Cargo.toml", "src/lib.rs", "App/App.csproj", "App/Program.cs", "App/Directory.Build.props", "App/Directory.Build.targets", "App/Directory.Packages.props" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.Copy(Repository.PathOf("samples", "tally", file), _folder[file]);
        }

        // One platform that any machine of the tests builds, and one that it does not.
        var definition = JsonNode.Parse(File.ReadAllText(Repository.PathOf("samples", "tally", "tally.json")))!;
        var platforms = definition["platforms"]!.AsArray();
        foreach (var other in platforms.Where(platform => (string?)platform!["rid"] is not ("linux-x64" or "osx-arm64")).ToList())
        {
            platforms.Remove(other);
        }

        File.WriteAllText(Definition, definition.ToJsonString());
    }

    public string Output { get; }

    public string[] Command => [BuildProgram.Script, "--definition", Definition, "--output", Output];

    private string Definition => _folder["tally.json"];

    public void Replace(string file, string old, string text)
    {
        var path = _folder[file];
        var before = File.ReadAllText(path);
        Assert.Contains(old, before, StringComparison.Ordinal);
        File.WriteAllText(path, before.Replace(old, text, StringComparison.Ordinal));
    }

    public WrittenReport Report => new("tally", Path.Combine(Output, "report"));

    public void Dispose() => _folder.Dispose();
}
