namespace RuntimePacks.Containers;

/// <summary>The mode of a file (POSIX.1-2017, sys/stat.h), which zip and 7z keep in the upper half of its attributes.</summary>
internal static class UnixMode
{
    private const int TypeMask = 0xF000;
    private const int Link = 0xA000;

    /// <param name="attributes">As the container has them; null where it has none.</param>
    public static bool IsLink(int? attributes) => ((attributes ?? 0) >>> 16 & TypeMask) == Link;
}
