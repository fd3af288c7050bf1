using StaticLibraries;

namespace RuntimePacks;

/// <summary>A mistake in what was given to the pipeline.</summary>
public class RuntimePacksException : InputException
{
    public RuntimePacksException(string message) : base(message) { }

    public RuntimePacksException(string message, Exception innerException) : base(message, innerException) { }
}
