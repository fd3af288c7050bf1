using RuntimePacks.Definition;
using RuntimePacks.Files;

namespace RuntimePacks.Authoring;

/// <summary>Writes a definition from what a release holds, and beside it a program that uses the packages.</summary>
/// <param name="path">The definition's file.</param>
/// <param name="schema">The schema of definitions; both full.</param>
public sealed class FirstDefinition(string path, string schema, ILogger log)
{
    private string SmokeFolder => Path.Combine(Path.GetDirectoryName(path)!, SmokeName);

    private string SmokeName => $"{Path.GetFileNameWithoutExtension(path)}-smoke";

    /// <summary>Refuses to write over what somebody has.</summary>
    /// <exception cref="RuntimePacksException">The definition or the program's folder is there.</exception>
    public void RequireFree()
    {
        if (File.Exists(path) || Directory.Exists(path)) throw Taken(path);
        if (Directory.Exists(SmokeFolder) || File.Exists(SmokeFolder)) throw Taken(SmokeFolder);
    }

    /// <returns>A page that says what was found, and what to look at.</returns>
    /// <exception cref="RuntimePacksException">The release holds no library that packages are made of, or one is damaged.</exception>
    public async Task<string> WriteAsync(KnownRelease release, CancellationToken cancellationToken = default)
    {
        RequireFree();
        var folder = Directory.CreateTempSubdirectory("init-").FullName;
        try
        {
            var found = await new ReleaseContents(folder, log).ReadAsync(release.Files, cancellationToken);
            var libraries = new ChosenLibraries(found, release.Version);
            var exports = new ExportGroups(libraries.All);
            var names = new PackageNames(libraries.Name, release.Repository);
            var text = new DefinitionText(release, libraries, names, exports);
            await WriteAsync(text, new SmokeProject(names, libraries.Name, FunctionsOf(libraries, exports)));
            return FirstDefinitionPage.Text(path, SmokeFolder, release, libraries, exports, names, text.AssetPattern);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> FunctionsOf(ChosenLibraries libraries, ExportGroups exports) =>
        [.. exports.Common.Where(libraries.All[0].Library.Api.Functions.Contains)];

    /// <summary>Both are there in the end, or neither.</summary>
    private async Task WriteAsync(DefinitionText text, SmokeProject smoke)
    {
        try
        {
            await smoke.WriteAsync(SmokeFolder);
            var described = Path.GetRelativePath(Path.GetDirectoryName(path)!, schema).Replace('\\', '/');
            await AtomicFile.WriteTextAsync(path, text.Text(described, SmokeName));
            _ = PackDefinition.Load(path);
        }
        catch
        {
            File.Delete(path);
            if (Directory.Exists(SmokeFolder)) Directory.Delete(SmokeFolder, recursive: true);
            throw;
        }
    }

    private static RuntimePacksException Taken(string path) =>
        new($"{path} is there already: Init writes over nothing; name another file with --definition, or take that one away");
}
