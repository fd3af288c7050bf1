namespace RuntimePacks;

/// <summary>
/// A mistake in what was given to us (an asset, an option, a machine without a tool), told as one line:
/// what failed, where, what was expected, what to do. Everything else is a defect and keeps its stack trace.
/// </summary>
public class RuntimePacksException : Exception
{
    public RuntimePacksException(string message) : base(message) { }

    public RuntimePacksException(string message, Exception innerException) : base(message, innerException) { }
}
