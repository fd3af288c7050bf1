using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Coff;
using StaticLibraries.Objects;
using StaticLibraries.Slimming.Linking;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// A member that imports from a DLL: a short import object, or one with .idata sections, which linkers put together by the names of
/// sections and members. It stays a member, as it is, and every name in it too.
/// </summary>
internal sealed class CoffImportUnit : Unit
{
    private readonly NameTable _names;

    /// <summary>A short import object. Microsoft's linker asks for the descriptor of the DLL on its behalf.</summary>
    public CoffImportUnit(int number, ByteRange bytes, CoffImport import, NameTable names) : base(number, bytes)
    {
        _names = names;
        Pieces = [Whole];
        Symbols = [.. import.Symbols().Select(symbol => Defined(names.Intern(import.NameOf(symbol))))];
        var library = import.Library.AsSpan();
        var dot = library.LastIndexOf((byte)'.');
        Needs = [names.Intern([.. "__IMPORT_DESCRIPTOR_"u8, .. dot < 0 ? library : library[..dot]])];
    }

    /// <summary>An object with .idata sections.</summary>
    public CoffImportUnit(int number, CoffRelocatable from, NameTable names) : base(number, from.Bytes)
    {
        _names = names;
        Pieces = [Whole];
        Symbols = new UnitSymbol[from.Symbols.Length];
        var undefined = new List<Link>();
        using var text = from.OpenNames();
        for (var index = 0; index < Symbols.Length; index++)
        {
            var symbol = from.Symbols[index];
            var isGlobal = !from.IsAuxiliary(index) && symbol.StorageClass is CoffSymbol.External or CoffSymbol.WeakExternal;
            Symbols[index] = Defined(isGlobal ? names.Intern(text[symbol]) : UnitSymbol.NoName);
            if (!isGlobal || symbol.SectionNumber != 0 || symbol.IsCommon) continue;
            Symbols[index].Place = SymbolPlace.Undefined;
            if (symbol.IsWeakExternal) Symbols[index].Binding = SymbolBinding.Weak;
            undefined.Add(new Link(0, index));
        }

        References = new Links(1, undefined);
    }

    private static Piece Whole => new(0, 0, 0, 1, PieceFlags.Structure);

    /// <summary>Whether an object is one that imports.</summary>
    public static bool IsOne(CoffRelocatable from)
    {
        using var names = from.OpenNames();
        for (var section = 1; section < from.Sections.Length; section++)
        {
            if (names[from.Sections[section]].StartsWith(".idata$"u8)) return true;
        }

        return false;
    }

    public override bool IsImport => true;

    /// <summary>The names that it defines, which stay as they are.</summary>
    public IEnumerable<int> Names => Symbols.Where(symbol => symbol.IsGlobal && symbol.IsDefined).Select(symbol => symbol.Name);

    public ArOutput Output() =>
        new(Name, Bytes.Length, [.. Names.Select(name => _names[name].ToArray())],
            output => Bytes.CopyTo(0, Bytes.Length, output, "an import"));

    public override string Describe(int piece) =>
        $"import {string.Join(", ", Names.Select(name => Encoding.UTF8.GetString(_names[name])))}";

    private static UnitSymbol Defined(int name) =>
        new() { Name = name, Fallback = UnitSymbol.NoSymbol, Place = SymbolPlace.Absolute, Binding = SymbolBinding.Global };
}
