using Cake.Core;
using RuntimePacks;
using StaticLibraries;

namespace Build;

/// <summary>How the build ended: an error that is no mistake of the user's needs its stack trace, which Cake shows on request.</summary>
public sealed class Outcome
{
    private Exception? _failure;

    /// <summary>Keeps what the engine will say at the end of its tasks.</summary>
    public void Watch(ICakeEngine engine) => engine.AfterTeardown += (_, end) => _failure = end.TeardownContext.ThrownException;

    /// <summary>The one failure that a task waited for, as what it is.</summary>
    public static Exception Cause(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var only] } ? only : exception;

    /// <summary>What to do about a defect, or null when there was none.</summary>
    public string? Advice
    {
        get
        {
            var cause = _failure is null ? null : Cause(_failure);
            return cause is null or InputException or CakeException
                ? null
                : $"This is a defect of the build ({cause.GetType().Name}): --verbosity diagnostic shows where it is.";
        }
    }
}
