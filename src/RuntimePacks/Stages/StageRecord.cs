using System.Text.Json;
using RuntimePacks.Files;

namespace RuntimePacks.Stages;

/// <summary>
/// What a stage of the pipeline leaves for the stages after it, in
/// a file, so that each can run by itself. The file is read once.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="stage">The pipeline target that writes it.</param>
public sealed class StageRecord<T>(string path, string stage)
    where T : class
{
    private Lazy<T?> _content = new(() => JsonFile.TryRead<T>(path));

    /// <summary>The pipeline target that writes it.</summary>
    public string Stage => stage;

    /// <summary>Whether this run has written it.</summary>
    public bool IsWritten { get; private set; }

    /// <exception cref="RuntimePacksException">The stage has not run yet, or the file is damaged.</exception>
    public T Read()
    {
        try
        {
            return _content.Value ?? throw new RuntimePacksException($"there is no {path} yet: run --target {stage} first");
        }
        catch (RuntimePacksException e) when (e.InnerException is JsonException)
        {
            throw new RuntimePacksException(
                $"{e.Message}; it is damaged, or another version of the build wrote it: run --target {stage} again", e);
        }
    }

    /// <summary>What an earlier run left; null when there is nothing that this version can read, and the stage begins anew.</summary>
    public T? Earlier()
    {
        try
        {
            return _content.Value;
        }
        catch (RuntimePacksException)
        {
            return null;
        }
    }

    /// <exception cref="RuntimePacksException">The disk is full.</exception>
    public async Task WriteAsync(T record)
    {
        await JsonFile.WriteAsync(path, record);
        _content = new Lazy<T?>(record);
        IsWritten = true;
    }

    /// <summary>Takes away what an earlier run left, since it is not to be gone on from.</summary>
    public void Remove()
    {
        File.Delete(path);
        _content = new Lazy<T?>((T?)null);
    }
}
