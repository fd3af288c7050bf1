namespace RuntimePacks.Packing;

/// <summary>The texts that packages are made from, read once: nuspec templates, MSBuild targets, README.</summary>
public sealed record PackageSources(string RuntimeNuspec, string MetaNuspec, string Targets, string SharedTargets, string Readme)
{
    /// <param name="root">The folder that holds <c>nuspec/</c> and <c>packaging/</c>.</param>
    public static PackageSources Load(string root)
    {
        return new PackageSources(
            Read("nuspec", "runtime.nuspec"),
            Read("nuspec", "meta.nuspec"),
            Read("packaging", "native.targets"),
            Read("packaging", "shared.targets"),
            Read("packaging", "package-readme.md"));

        string Read(string folder, string name) => File.ReadAllText(Path.Combine(root, folder, name)).ReplaceLineEndings("\n");
    }
}
