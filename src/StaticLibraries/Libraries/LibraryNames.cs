using System.Runtime.CompilerServices;
using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>Gathers the global names of a library, member by member.</summary>
internal sealed class LibraryNames
{
    /// <summary>
    /// What a name is; the bits from <see cref="KindShift"/> on hold the <see cref="SymbolKind"/> of its first definition.
    /// </summary>
    private const ushort Exported = 1, Defined = 2, Referred = 4, Strong = 8, StrongReference = 16;

    private const int KindShift = 8;

    private readonly NameTable _table = new();

    /// <summary>Entries of the symbol tables so far.</summary>
    public long SymbolCount { get; set; }

    public NameSet Exports => new(_table, marks => (marks & Exported) != 0);

    /// <summary>What members define, and none of them for others.</summary>
    public NameSet Hidden => new(_table, marks => (marks & (Defined | Exported)) == Defined);

    public NameSet Undefined => new(_table, marks => (marks & (Defined | Referred)) == Referred);

    /// <summary>Whether a member defines a name, hidden or not.</summary>
    public bool Defines(string name) =>
        _table.IndexOf(Encoding.UTF8.GetBytes(name)) is >= 0 and var index && (_table.Marks(index) & Defined) != 0;

    /// <summary>Takes a symbol that is not local.</summary>
    /// <param name="name">As in C.</param>
    /// <param name="symbol">The symbol.</param>
    [MethodImpl(Hot.Path)]
    public void Take(ReadOnlySpan<byte> name, in ObjectSymbol symbol)
    {
        ref var marks = ref _table.Marks(_table.Intern(name));
        var isStrong = symbol.Binding == SymbolBinding.Global;
        if (!symbol.IsDefined)
        {
            marks |= (ushort)(isStrong ? Referred | StrongReference : Referred);
            return;
        }

        if ((marks & Defined) == 0) marks |= (ushort)((int)symbol.Kind << KindShift);
        marks |= (ushort)(Defined | (symbol.IsExport ? Exported : 0) | (isStrong ? Strong : 0));
    }

    internal static NamedSymbol Describe(string name, ushort marks)
    {
        var isStrong = (marks & ((marks & Defined) != 0 ? Strong : StrongReference)) != 0;
        return new NamedSymbol(name, (SymbolKind)(marks >> KindShift), isStrong ? SymbolBinding.Global : SymbolBinding.Weak);
    }
}
