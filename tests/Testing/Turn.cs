namespace Testing;

/// <summary>
/// One process at a time: test projects run side by side, and some of them share a folder. Held until it is disposed, or its
/// process has ended.
/// </summary>
public sealed class Turn : IDisposable
{
    private readonly FileStream _file;

    private Turn(FileStream file) => _file = file;

    /// <summary>Waits until nobody else has the turn of this name.</summary>
    public static async Task<Turn> OfAsync(string name)
    {
        Directory.CreateDirectory(Repository.Scratch);
        var path = Path.Combine(Repository.Scratch, $"{name}.turn");
        while (true)
        {
            try
            {
                return new Turn(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
