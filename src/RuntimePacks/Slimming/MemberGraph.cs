using System.IO.Hashing;
using System.Text;
using StaticLibraries.Ar;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Slimming;

/// <summary>
/// Which members of an archive its exports reach, by what each defines and refers to. Every doubt keeps a member: a
/// reference reaches all members that define its name, and names are told apart by a hash (XXH3, 128 bits), so that two
/// names of one hash would keep more, never less.
/// </summary>
internal sealed class MemberGraph
{
    private readonly Dictionary<UInt128, int> _names = [];
    private readonly List<List<int>> _definers = [];
    private readonly List<int[]> _references = [];
    private readonly Stack<int> _found = [];
    private readonly HashSet<int> _reached = [];
    private readonly HashSet<int> _imports = [];
    private readonly HashSet<int> _importDescriptors = [];

    private MemberGraph() { }

    /// <summary>
    /// The reached members' numbers, counting the archive's objects from 0; null where a member is in a format that hides what it
    /// refers to.
    /// </summary>
    /// <param name="archive">The path of an archive.</param>
    /// <param name="exports">The names in C that must be there for whoever links the library.</param>
    /// <exception cref="ArchiveFormatException">A member is damaged.</exception>
    public static IReadOnlySet<int>? Reached(string archive, IEnumerable<string> exports)
    {
        var graph = new MemberGraph();
        using var library = StaticLibrary.Open(archive);
        foreach (var member in library.Members.Where(member => member.Kind == ArMemberKind.Object))
        {
            using var opened = library.OpenObject(member);
            if (opened.Format is not (ObjectFormat.Elf or ObjectFormat.MachO or ObjectFormat.Coff or ObjectFormat.CoffImport)) return null;
            graph.Add(opened);
        }

        foreach (var export in exports) graph.Reach(graph.IdOf(Encoding.UTF8.GetBytes(export)));
        graph.Walk();
        return graph._reached;
    }

    private void Add(ObjectFile member)
    {
        var number = _references.Count;
        var references = new HashSet<int>();
        foreach (var symbol in member.Symbols().Where(symbol => symbol.Binding != SymbolBinding.Local))
        {
            var id = IdOf(member.CNameOf(symbol));
            // A weak external of COFF may bring its own default, and a common symbol gives way to a definition elsewhere: each is both.
            var isBoth = symbol.Kind == SymbolKind.Common || (symbol.Binding == SymbolBinding.Weak && member.Format == ObjectFormat.Coff);
            if (symbol.IsDefined || isBoth) Define(id, number);
            if (!symbol.IsDefined || isBoth) references.Add(id);
            if (symbol.IsDefined && IsImportDescriptor(member, symbol)) _importDescriptors.Add(id);
        }

        foreach (var name in LinkerDirective.Of(member).SelectMany(directive => directive.Symbols))
        {
            references.Add(IdOf(Encoding.UTF8.GetBytes(member.HasLeadingUnderscore && name.StartsWith('_') ? name[1..] : name)));
        }

        _references.Add([.. references]);
        if (member.Sections().Any(section => section.Kind == SectionKind.Constructors) && _reached.Add(number)) _found.Push(number);
        if (member.Format == ObjectFormat.CoffImport) _imports.Add(number);
    }

    private void Walk()
    {
        while (_found.TryPop(out var member))
        {
            foreach (var name in _references[member]) Reach(name);
            // A short import names its DLL, not the member with that DLL's descriptor, which the linker takes by itself.
            if (!_imports.Contains(member)) continue;
            foreach (var name in _importDescriptors) Reach(name);
        }
    }

    private void Reach(int name)
    {
        foreach (var member in _definers[name].Where(_reached.Add)) _found.Push(member);
    }

    private void Define(int name, int member)
    {
        if (_definers[name] is not [.., var last] || last != member) _definers[name].Add(member);
    }

    private int IdOf(ReadOnlySpan<byte> name)
    {
        var hash = XxHash128.HashToUInt128(name);
        if (_names.TryGetValue(hash, out var id)) return id;
        _names.Add(hash, _definers.Count);
        _definers.Add([]);
        return _definers.Count - 1;
    }

    private static bool IsImportDescriptor(ObjectFile member, in ObjectSymbol symbol) =>
        member.Format == ObjectFormat.Coff && member.NameOf(symbol).StartsWith("__IMPORT_DESCRIPTOR_"u8);
}
