using Cake.Core;

namespace Cake.Frosting;

/// <summary>Done before the first task.</summary>
public interface IFrostingSetup
{
    /// <summary>When this fails no task is run; the teardown is.</summary>
    void Setup(ICakeContext context, ISetupContext info);
}

/// <summary>Done after the last task, whether the build failed or not.</summary>
public interface IFrostingTeardown
{
    void Teardown(ICakeContext context, ITeardownContext info);
}

/// <summary>What is done before the first and after the last task.</summary>
public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown;

/// <summary>Done before each task.</summary>
public interface IFrostingTaskSetup
{
    /// <summary>When this fails the task is not run; its teardown is.</summary>
    void Setup(ICakeContext context, ITaskSetupContext info);
}

/// <summary>Done after each task, whether it failed or not.</summary>
public interface IFrostingTaskTeardown
{
    void Teardown(ICakeContext context, ITaskTeardownContext info);
}

/// <summary>What is done before and after each task.</summary>
public interface IFrostingTaskLifetime : IFrostingTaskSetup, IFrostingTaskTeardown;
