using RuntimePacks.Files;
using RuntimePacks.Tools;
using RuntimePacks.Verification;
using StaticLibraries;
using StaticLibraries.Slimming;
using StaticLibraries.Slimming.Linking;

namespace RuntimePacks.Slimming;

/// <summary>Has one library slimmed, and says what a person has to do when it cannot be.</summary>
/// <param name="packageId">Of the package that the library is for.</param>
internal sealed class Merging(string packageId, ILogger log)
{
    /// <summary>The steps' names, as reports and packages have them.</summary>
    public const string MergeStep = "merge", StripStep = "strip";

    private const string OtherWay = "--slim none";

    /// <summary>What slims, as packages name it: its version is another one when it writes other bytes.</summary>
    public static ToolVersion Slimmer { get; } =
        new("StaticLibraries.Slimming", typeof(LibrarySlimmer).Assembly.GetName().Version!.ToString(3));

    /// <summary>
    /// What is behind names that have to be the package's own: the same for all of its versions. The digest tells packages apart
    /// whose names differ only in what no C identifier has.
    /// </summary>
    private readonly string _suffix =
        $"{string.Concat(packageId.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'))}_"
        + Digest.OfTexts([packageId.ToUpperInvariant()])[..8];

    public static string Step(SlimMode mode) => mode == SlimMode.Full ? MergeStep : StripStep;

    /// <param name="mode">Full or strip.</param>
    /// <param name="system">The C library that the library may have in itself.</param>
    /// <exception cref="RuntimePacksException">It cannot be slimmed; the message names the asset and a way out.</exception>
    public SlimSummary Slim(VerifiedLibrary library, SlimMode mode, SystemLibrary? system, string output)
    {
        try
        {
            var summary = LibrarySlimmer.Slim(library.Path, output, new SlimOptions
            {
                Mode = mode,
                Exports = library.Exports.ToHashSet(),
                Suffix = _suffix,
                System = system,
            });
            foreach (var finding in summary.Findings) log.Warn($"{library.FileName}: {finding}");
            return summary;
        }
        catch (InputException e)
        {
            throw new RuntimePacksException(Refusal(library, e.Message), e);
        }
        catch (InvalidOperationException e)
        {
            throw new RuntimePacksException(
                Refusal(library, $"{library.FileName}: {e.Message}, which is a fault of this program: please report it"), e);
        }
    }

    private static string Refusal(VerifiedLibrary library, string message) =>
        $"{library.Asset.Name}: {message}{(message.Contains(OtherWay, StringComparison.Ordinal) ? "" : $"; {OtherWay} packs it as it is")}";
}
