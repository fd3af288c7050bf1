using Cake.Core;

namespace Cake.Frosting;

/// <summary>A task that asks for no context of its own.</summary>
public abstract class FrostingTask : FrostingTask<ICakeContext>;

/// <summary>A task; what is not overridden is not registered with the engine.</summary>
/// <typeparam name="T">The build's context.</typeparam>
public abstract class FrostingTask<T> : IFrostingTask where T : ICakeContext
{
    /// <inheritdoc cref="IFrostingTask.RunAsync"/>
    public virtual void Run(T context) { }

    /// <inheritdoc cref="IFrostingTask.ShouldRun"/>
    public virtual bool ShouldRun(T context) => true;

    /// <inheritdoc cref="IFrostingTask.OnError"/>
    public virtual void OnError(Exception exception, T context) { }

    /// <inheritdoc cref="IFrostingTask.Finally"/>
    public virtual void Finally(T context) { }

    Task IFrostingTask.RunAsync(ICakeContext context)
    {
        Run((T)context);
        return Task.CompletedTask;
    }

    bool IFrostingTask.ShouldRun(ICakeContext context) => ShouldRun((T)context);

    void IFrostingTask.OnError(Exception exception, ICakeContext context) => OnError(exception, (T)context);

    void IFrostingTask.Finally(ICakeContext context) => Finally((T)context);
}
