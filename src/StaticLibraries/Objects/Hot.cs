using System.Runtime.CompilerServices;

namespace StaticLibraries.Objects;

/// <summary>
/// How the few methods that run once per symbol or section are compiled: well, at once. A library is read in less time
/// than the runtime takes to find out by itself that they are worth it.
/// </summary>
internal static class Hot
{
    public const MethodImplOptions Path = MethodImplOptions.AggressiveOptimization;
}
