using RuntimePacks.Tools;

namespace Build.Tests.Scripts;

/// <summary>
/// A clone with the repository's scripts and what they are told to look at, and a build program of a few lines. The path
/// has a space in it.
/// </summary>
internal sealed class Clone : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
        ["POWERSHELL_UPDATECHECK"] = "Off",
        ["NO_COLOR"] = "1",
    };

    private readonly TemporaryFolder _folder = new();

    public Clone()
    {
        string[] scripts = ["build.sh", "build.ps1", "build/sources.txt"];
        Directory.CreateDirectory(this["build"]);
        foreach (var name in scripts) File.Copy(Repository.PathOf(name), this[name]);
        foreach (var listed in Sources)
        {
            if (File.Exists(Repository.PathOf(listed))) File.Copy(Repository.PathOf(listed), this[listed]);
            else Write(SourceIn(listed), "<Project />\n");
        }

        Write("build/Build.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <Target Name="Count" BeforeTargets="CoreCompile">
                <WriteLinesToFile File="../builds" Lines="built" />
              </Target>
            </Project>
            """);
        Write("build/Program.cs", """
            System.Console.WriteLine(System.Environment.CurrentDirectory);
            foreach (string argument in args) System.Console.WriteLine($"<{argument}>");
            if (args is not ["--exit", var status]) return 0;
            System.Console.Error.WriteLine("the program's own error");
            return int.Parse(status);
            """);
    }

    /// <summary>What the scripts are told to look at.</summary>
    public static IReadOnlyList<string> Sources { get; } = File.ReadAllLines(Repository.PathOf("build", "sources.txt"));

    /// <summary>How often the build program was compiled.</summary>
    public int Builds => File.Exists(this["builds"]) ? File.ReadAllLines(this["builds"]).Length : 0;

    /// <summary>The path of a file or folder.</summary>
    public string this[string name] => _folder[name];

    /// <summary>A file that a line of the list stands for.</summary>
    public static string SourceIn(string listed) =>
        listed.Contains('*', StringComparison.Ordinal) ? listed.Replace("*", "Listed", StringComparison.Ordinal)
        : File.Exists(Repository.PathOf(listed)) ? listed
        : listed + "/Deep/Listed.txt";

    /// <summary>Writes a file, and the folder that it is in.</summary>
    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Lets builds from now on be counted and nothing else, which takes a tenth of the time: the program stays as it is.</summary>
    public void OnlyCountBuilds() => Write("build/Build.csproj", """
        <Project DefaultTargets="Build">
          <Target Name="Restore" />
          <Target Name="Build">
            <WriteLinesToFile File="../builds" Lines="built" />
          </Target>
        </Project>
        """);

    /// <summary>Types a line into the script's shell, which ends with the script's exit status.</summary>
    /// <param name="script"><c>build.sh</c> or <c>build.ps1</c>.</param>
    /// <param name="arguments">As a person types them.</param>
    /// <param name="folder">Where: a folder in the clone's root, or that itself when it is not given.</param>
    public Task<CommandResult> TypeAsync(string script, string arguments = "", string folder = "")
    {
        var typed = $"{(folder == "" ? "./" : "../")}{script} {arguments}";
        var command = script == "build.sh"
            ? Command(folder, "bash", "-c", typed)
            : PowerShell($"{typed}; if (-not $?) {{ exit $LASTEXITCODE }}", folder);
        return command.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>PowerShell with a line to run.</summary>
    public Command PowerShell(string line, string folder = "") =>
        Command(folder, "dotnet", Paths.PowerShell, "-NoProfile", "-NonInteractive", "-Command", line);

    public void Dispose() => _folder.Dispose();

    private Command Command(string folder, string file, params string[] line) =>
        new(file, line) { WorkingDirectory = this[folder], Environment = Environment };
}
