using System.Text.Json.Nodes;

namespace Report.Tests;

/// <summary>The second library with its definition, copied so that a test may change it, and the output of its runs.</summary>
internal sealed class Tally : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("report-tests-").FullName;

    public Tally(string test)
    {
        Output = Path.Combine(Checkout.Scratch, test);
        if (Directory.Exists(Output)) Directory.Delete(Output, recursive: true);
        foreach (var file in new[] { "Cargo.toml", "src/lib.rs", "App/App.csproj", "App/Program.cs", "App/Directory.Build.props", "App/Directory.Build.targets", "App/Directory.Packages.props" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.Copy(Path.Combine(Checkout.Root, "samples", "tally", file), Path.Combine(_folder, file));
        }

        // One platform that any machine of the tests builds, and one that it does not.
        var definition = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Root, "samples", "tally", "tally.json")))!;
        var platforms = definition["platforms"]!.AsArray();
        foreach (var other in platforms.Where(platform => (string?)platform!["rid"] is not ("linux-x64" or "osx-arm64")).ToList()) platforms.Remove(other);
        File.WriteAllText(Definition, definition.ToJsonString());
    }

    public string Output { get; }

    public string[] Command => [Path.Combine(Checkout.Root, "build.sh"), "--definition", Definition, "--output", Output];

    private string Definition => Path.Combine(_folder, "tally.json");

    public void Replace(string file, string old, string text)
    {
        var path = Path.Combine(_folder, file);
        var before = File.ReadAllText(path);
        Assert.Contains(old, before, StringComparison.Ordinal);
        File.WriteAllText(path, before.Replace(old, text, StringComparison.Ordinal));
    }

    public WrittenReport Report => new("tally", Path.Combine(Output, "report"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
