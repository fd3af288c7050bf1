namespace RuntimePacks.Slimming;

/// <summary>
/// Takes out the members that no export reaches: a linker would not take them either, since it takes from an archive
/// what is referred to. Members with constructors stay, whoever refers to them.
/// </summary>
internal static class DropStep
{
    public const string Name = "drop";

    /// <param name="work">A folder for what lies between.</param>
    /// <param name="output">The archive to write, when there is something to drop.</param>
    /// <returns>How many members were dropped: with 0 there is no new archive; null when a member's format hides what it refers
    /// to.</returns>
    /// <exception cref="RuntimePacksException">A member is damaged, or llvm-ar failed.</exception>
    public static async Task<int?> RunAsync(
        string llvmAr, string library, IReadOnlyList<string> exports, string output, string work, CancellationToken cancellationToken) =>
        MemberGraph.Reached(library, exports) is { } reached
            ? await MemberFiles.KeepAsync(llvmAr, library, reached.Contains, output, work, cancellationToken)
            : null;
}
