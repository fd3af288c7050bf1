namespace Testing;

/// <summary>A folder outside of the repository, with a space in its name, that is gone after the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Full.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("slim native tests ").FullName;

    /// <summary>The full path of what has this name in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, and the folders on the way to it.</summary>
    /// <returns>Its full path.</returns>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
