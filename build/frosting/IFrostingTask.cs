using Cake.Core;

namespace Cake.Frosting;

/// <summary>A unit of work. Derive from <see cref="FrostingTask{T}"/> or <see cref="AsyncFrostingTask{T}"/>.</summary>
public interface IFrostingTask
{
    /// <summary>Does the work.</summary>
    Task RunAsync(ICakeContext context);

    /// <summary>Whether the task is run or skipped.</summary>
    bool ShouldRun(ICakeContext context);

    /// <summary>Called when the work fails; unless it throws, the build goes on.</summary>
    void OnError(Exception exception, ICakeContext context);

    /// <summary>Called last, whether the work failed or not.</summary>
    void Finally(ICakeContext context);
}
