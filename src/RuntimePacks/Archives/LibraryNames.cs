namespace RuntimePacks.Archives;

/// <summary>Gathers the global names of a library, member by member.</summary>
internal sealed class LibraryNames
{
    private const byte Exported = 1, Defined = 2, Referred = 4;

    private readonly NameTable _table = new();

    /// <summary>Entries of the symbol tables so far.</summary>
    public long SymbolCount { get; private set; }

    public NameSet Exports => new(_table, marks => (marks & Exported) != 0);

    public NameSet Undefined => new(_table, marks => (marks & (Defined | Referred)) == Referred);

    public void Take(ObjectFile member)
    {
        foreach (var symbol in member.Symbols())
        {
            SymbolCount++;
            if (symbol.Binding == SymbolBinding.Local) continue;
            var marks = symbol.IsExport ? Exported | Defined : symbol.IsDefined ? Defined : Referred;
            _table.Mark(member.CNameOf(symbol), (byte)marks);
        }
    }
}
