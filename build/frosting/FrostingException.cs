namespace Cake.Frosting;

/// <summary>The build's own code or its working directory does not hold together.</summary>
public sealed class FrostingException : Exception
{
    public FrostingException(string message) : base(message) { }

    public FrostingException(string message, Exception innerException) : base(message, innerException) { }
}
