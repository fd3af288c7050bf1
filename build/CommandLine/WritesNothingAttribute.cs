namespace Build.CommandLine;

/// <summary>A task that leaves the output folder alone: it needs none, and does not wait for a run that holds it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WritesNothingAttribute : Attribute;
