using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Linking;

/// <summary>
/// A library of the system that others carry in themselves, as Rust's for musl do with the C library: every program has its own, and
/// may not have two.
/// </summary>
public sealed class SystemLibrary
{
    /// <summary>What libgcc refers to though it is hidden in the C library: who does so need not be of it.</summary>
    private const string ForLibgcc = "__getauxval";

    private readonly HashSet<string> _public = [];
    private readonly HashSet<string> _hidden = [];

    private SystemLibrary() { }

    /// <param name="path">Of the system's archive; the names are the same for every machine but for a few.</param>
    /// <exception cref="ArchiveFormatException">It is damaged.</exception>
    public static SystemLibrary Read(string path)
    {
        var system = new SystemLibrary();
        using var library = StaticLibrary.Open(path);
        foreach (var member in library.Members.Where(member => member.Kind == ArMemberKind.Object))
        {
            using var opened = library.OpenObject(member);
            foreach (var symbol in opened.Symbols())
            {
                if (symbol is not { IsDefined: true, Binding: not SymbolBinding.Local }) continue;
                var name = opened.TextOf(symbol);
                (symbol.IsHidden && name != ForLibgcc ? system._hidden : system._public).Add(name);
            }
        }

        return system;
    }

    /// <summary>
    /// Whether a member is the system's: all that it defines are names that the system defines, or it has to do with one that is
    /// hidden there,
    /// which nothing but the system itself can refer to (so members of a newer one are found too).
    /// </summary>
    /// <exception cref="InputException">It is, and defines an export.</exception>
    internal bool Has(Unit unit, NameTable names, IReadOnlySet<string> exports)
    {
        var (defined, foreign, inner, export) = (false, false, (string?)null, (string?)null);
        for (var index = 0; index < unit.Symbols.Length; index++)
        {
            if (!unit.Symbols[index].IsGlobal || unit.IsStripped(index)) continue;
            var name = Encoding.UTF8.GetString(names[unit.Symbols[index].Name]);
            if (_hidden.Contains(name)) inner ??= name;
            if (!unit.Symbols[index].IsDefined) continue;
            defined = true;
            foreign |= !_hidden.Contains(name) && !_public.Contains(name);
            if (exports.Contains(name)) export ??= name;
        }

        if (inner is null || export is null) return inner is not null || (defined && !foreign);
        throw unit.Refusal(
            $"it has {inner}, which is inside of the C library, beside {export}: "
            + "the C library cannot be taken out, and a program may not have two",
            "--slim none packs the library as it is");
    }
}
