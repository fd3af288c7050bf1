using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming;

/// <summary>
/// Makes a static library smaller, and shows its exports alone: what no export reaches goes, and what stays becomes one object
/// in which everything else is local, so that two libraries in one program do not meet.
/// </summary>
public static class LibrarySlimmer
{
    /// <summary>
    /// Slims a library. The output appears whole and proved, or not at all; the same input and options give the same bytes.
    /// </summary>
    /// <param name="input">The path of an archive.</param>
    /// <param name="output">The path to write to; an older file is replaced.</param>
    /// <param name="options">What is to be done.</param>
    /// <exception cref="ArchiveFormatException">The library is damaged.</exception>
    /// <exception cref="InputException">There is something in it that is not known here or that cannot be right in a program; or an
    /// export is not in it.</exception>
    public static SlimSummary Slim(string input, string output, SlimOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(options.Mode, SlimMode.None);
        using var file = FileBytes.Open(input);
        var library = SlimInput.Read(new ByteRange(file), options);
        var slimmed = options.Mode == SlimMode.Full ? library.Reach(options.Exports) : null;
        var members = slimmed is null ? library.Strip(options.Exports) : library.Merge(slimmed);

        var aside = $"{output}.{Environment.ProcessId}.partial";
        try
        {
            using (
                var stream = new FileStream(
                    aside, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 17)) ArWriter.Write(
                        stream, library.Format.Flavour, members);
            var proof = Prove(input, aside, library, slimmed, options);
            var summary = new SlimSummary
            {
                Mode = options.Mode,
                Format = library.Format.Format,
                Members = library.Units.All.Count,
                SystemMembers = library.SystemMembers,
                MembersKept = slimmed is null ? members.Count : slimmed.Reach.LiveUnits.Count(),
                MembersWritten = members.Count,
                InputSize = file.Length,
                OutputSize = new FileInfo(aside).Length,
                Pieces = library.Units.Pieces((_, _) => true),
                PiecesKept = library.Units.Pieces((unit, piece) => slimmed is null || slimmed.Reach.IsLive(unit, piece)),
                Undefined = proof.Undefined,
                Findings = library.Findings,
            };
            File.Move(aside, output, overwrite: true);
            return summary;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Damage that no reader of the input saw is seen here, in what was made of it: it is the input's all the same.</summary>
    private static SlimProof Prove(string input, string output, SlimInput library, SlimmedUnits? slimmed, SlimOptions options)
    {
        try
        {
            return SlimProof.Of(output, library, slimmed, options);
        }
        catch (ArchiveFormatException e)
        {
            throw new InputException($"{input} is damaged: what was made of it cannot be read ({e.Message})", e);
        }
    }
}
