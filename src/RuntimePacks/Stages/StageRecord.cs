using System.Text.Json;
using RuntimePacks.Files;

namespace RuntimePacks.Stages;

/// <summary>What a stage of the pipeline leaves for the stages after it, in a file, so that each can run by itself.</summary>
/// <param name="path">The file.</param>
/// <param name="stage">The pipeline target that writes it.</param>
public sealed class StageRecord<T>(string path, string stage)
    where T : class
{
    /// <summary>The pipeline target that writes it.</summary>
    public string Stage => stage;

    /// <summary>Whether this run has written it.</summary>
    public bool IsWritten { get; private set; }

    /// <exception cref="RuntimePacksException">The stage has not run yet, or the file is damaged.</exception>
    public T Read()
    {
        try
        {
            return JsonFile.TryRead<T>(path) ?? throw new RuntimePacksException($"there is no {path} yet: run --target {stage} first");
        }
        catch (RuntimePacksException e) when (e.InnerException is JsonException)
        {
            throw new RuntimePacksException($"{e.Message}; it is damaged, or another version of the build wrote it: run --target {stage} again", e);
        }
    }

    /// <summary>Reads the file, or null when there is none.</summary>
    /// <exception cref="RuntimePacksException">The file is damaged.</exception>
    public T? TryRead() => JsonFile.TryRead<T>(path);

    /// <summary>What an earlier run left; null when there is nothing that this version can read, and the stage begins anew.</summary>
    public T? Earlier()
    {
        try
        {
            return JsonFile.TryRead<T>(path);
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
        IsWritten = true;
    }
}
