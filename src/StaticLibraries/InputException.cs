namespace StaticLibraries;

/// <summary>
/// A mistake in what was given to us (a file, an option, a machine without a tool), told as one paragraph: what failed, where,
/// what was expected, what to do. Everything else is a defect and keeps its stack trace.
/// </summary>
public class InputException : Exception
{
    public InputException(string message) : base(message) { }

    public InputException(string message, Exception innerException) : base(message, innerException) { }
}
