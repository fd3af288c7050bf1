using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>
/// Takes the C library's own members out of an archive for musl: Rust puts them there, and a program has its own.
/// </summary>
/// <remarks>
/// A member is the C library's when all that it defines are names that musl's <c>libc.a</c> defines, or when it has to do
/// with a name that is hidden there, which nothing but the C library itself can refer to (so members of a newer musl are
/// found too). One that has a hidden name and also defines an export is both: then nothing can be promised, and the step fails.
/// </remarks>
internal sealed class LibcStep
{
    public const string Name = "libc";

    private readonly HashSet<string> _public = [];
    private readonly HashSet<string> _hidden = [];

    /// <param name="libc">The path of musl's <c>libc.a</c>; the names are the same for every machine but for a few.</param>
    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public LibcStep(string libc)
    {
        using var library = StaticLibrary.Open(libc);
        foreach (var member in library.Members.Where(member => member.Kind == ArMemberKind.Object))
        {
            using var opened = library.OpenObject(member);
            foreach (var symbol in Definitions(opened)) (symbol.IsHidden ? _hidden : _public).Add(opened.TextOf(symbol));
        }
    }

    /// <summary>What every program for musl finds in its C library.</summary>
    public IReadOnlySet<string> Names => _public;

    /// <param name="asset">The asset's name, for messages.</param>
    /// <param name="exports">What the library is there for.</param>
    /// <param name="work">A folder for what lies between.</param>
    /// <param name="output">The archive to write, when there is something to take out.</param>
    /// <returns>How many members were taken out: with 0 there is no new archive.</returns>
    /// <exception cref="RuntimePacksException">A member is part of the C library and of the library, or llvm-ar failed.</exception>
    public Task<int> RunAsync(
        string llvmAr, string library, string asset, IReadOnlyList<string> exports, string output, string work,
        CancellationToken cancellationToken)
    {
        var (own, wanted) = (new HashSet<int>(), exports.ToHashSet());
        using (var opened = StaticLibrary.Open(library))
        {
            foreach (var (number, member) in opened.Members.Where(member => member.Kind == ArMemberKind.Object).Index())
            {
                using var file = opened.OpenObject(member);
                if (IsOfLibc(file, wanted, $"{asset}: {Path.GetFileName(library)}({member.Name})")) own.Add(number);
            }
        }

        return MemberFiles.KeepAsync(llvmAr, library, number => !own.Contains(number), output, work, cancellationToken);
    }

    private bool IsOfLibc(ObjectFile member, HashSet<string> exports, string where)
    {
        var (defined, foreign, inner, export) = (false, false, (string?)null, (string?)null);
        foreach (var symbol in member.Symbols().Where(symbol => symbol.Binding != SymbolBinding.Local))
        {
            var name = member.TextOf(symbol);
            if (_hidden.Contains(name)) inner ??= name;
            if (!symbol.IsDefined) continue;
            defined = true;
            foreign |= !_hidden.Contains(name) && !_public.Contains(name);
            if (exports.Contains(name)) export ??= name;
        }

        if (inner is not null && export is not null)
        {
            throw new RuntimePacksException(
                $"{where} has {inner}, which is inside of the C library, beside {export}: the C library cannot be taken out, and a program may not have two; --slim strip or --slim none pack it all the same");
        }

        return inner is not null || (defined && !foreign);
    }

    private static IEnumerable<ObjectSymbol> Definitions(ObjectFile member) =>
        member.Symbols().Where(symbol => symbol.IsDefined && symbol.Binding != SymbolBinding.Local);
}
