using StaticLibraries.MachO;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.MachO;

/// <summary>
/// What of Mach-O is known to stay right when pieces are moved and members become one. Anything else is refused: it may hold
/// numbers or addresses, or mean something by its place.
/// </summary>
internal static class MachOKnowledge
{
    private const uint Arm64E = 2, SubtypeMask = 0xff_ffff;

    /// <summary>Of sections without a type that says it: those that compilers fill and that live by what refers to them alone.</summary>
    private static readonly HashSet<string> PlainNames =
    [
        "__text", "__const", "__data", "__bss", "__common", "__cstring", "__literal4", "__literal8", "__literal16", "__gcc_except_tab",
            "__ustring",
        "__thread_vars", "__thread_bss", "__thread_data", "__thread_ptrs", "__StaticInit", "__constructor", "__textcoal_nt",
            "__const_coal", "__datacoal_nt",
    ];

    /// <summary>Whether a library for this is slimmed; null, or what is wrong.</summary>
    public static string? WhyNot(MachOHeader header)
    {
        if (header.Machine is not (Machine.X86_64 or Machine.Aarch64) || !header.Is64 || header.IsBigEndian)
            return $"it is for {header.Machine.Name()}{(header.Is64 ? "" : ", with addresses of 32 bits")}, and of Mach-O x86_64 and "
                + "arm64 alone are slimmed here";
        return header.Machine == Machine.Aarch64 && (header.CpuSubtype & SubtypeMask) == Arm64E
            ? "it is for arm64e, whose signed pointers are not known here" : null;
    }

    public static bool IsStripped(in MachOSection section) => section.Segment is "__DWARF" or "__LLVM"
        || section.Name is "__llvm_addrsig" or "__llvm_cg_profile";

    public static bool IsFrames(in MachOSection section) => section.Is("__TEXT", "__eh_frame");

    public static bool IsCompactUnwind(in MachOSection section) => section.Is("__LD", "__compact_unwind");

    /// <summary>Whether Apple's runtime of Objective-C reads the version of the whole object there: one says it for all.</summary>
    public static bool IsImageInfo(in MachOSection section) => section.Name == "__objc_imageinfo";

    /// <summary>Whether linkers divide it by its symbols.</summary>
    public static bool IsDividedBySymbols(in MachOSection section) =>
        section.Type is MachOSectionType.Regular or MachOSectionType.ZeroFill or MachOSectionType.Coalesced
        or MachOSectionType.ThreadLocalRegular or MachOSectionType.ThreadLocalZeroFill or MachOSectionType.ThreadLocalVariables
            && !IsFrames(section) && !IsCompactUnwind(section);

    /// <summary>Whether it holds strings or numbers that linkers tell by what they are, so that names for them are of no use.</summary>
    public static bool IsLiterals(in MachOSection section) =>
        section.Type is MachOSectionType.CStrings or MachOSectionType.Literals4 or MachOSectionType.Literals8
            or MachOSectionType.Literals16;

    /// <summary>In bytes, what a section of this type is divided into; 0 for one that is not divided so.</summary>
    public static int RecordSize(in MachOSection section) => section.Type switch
    {
        MachOSectionType.Literals4 => 4,
        MachOSectionType.Literals16 => 16,
        MachOSectionType.Literals8 or MachOSectionType.LiteralPointers or MachOSectionType.NonLazyPointers
            or MachOSectionType.InitPointers or MachOSectionType.TermPointers
            or MachOSectionType.ThreadLocalPointers or MachOSectionType.ThreadLocalInitPointers => 8,
        _ => 0,
    };

    /// <summary>
    /// Whether all of a section lives by itself: what runs before main and after, what is to be kept, and what is not known.
    /// </summary>
    public static bool IsRoot(in MachOSection section)
    {
        if ((section.Flags & MachOSection.NoDeadStrip) != 0) return true;
        if (section.Type is MachOSectionType.InitPointers or MachOSectionType.TermPointers or MachOSectionType.ThreadLocalInitPointers
            or MachOSectionType.InitOffsets or MachOSectionType.Interposing) return true;
        return section.Type is MachOSectionType.Regular or MachOSectionType.ZeroFill or MachOSectionType.Coalesced
            or MachOSectionType.LiteralPointers && !PlainNames.Contains(section.Name);
    }

    /// <summary>Whether programs may know a section by its name: the pack must not call it anything else.</summary>
    public static bool HasFixedName(in MachOSection section) =>
        section.Type is not (MachOSectionType.Regular or MachOSectionType.ZeroFill) || PlainNames.Contains(section.Name)
        || section.Name.StartsWith("__objc", StringComparison.Ordinal) || section.Name.StartsWith("__swift", StringComparison.Ordinal)
            || section.Name is "__cfstring";

    /// <summary>The first thing in a member that is not known, as a clause; null for none.</summary>
    public static string? FirstUnknown(MachORelocatable file)
    {
        if (UnknownCommand(file) is { } command) return command;
        foreach (var section in file.Sections.Skip(1).Where(section => !IsStripped(section)))
        {
            if (!Enum.IsDefined(section.Type))
                return $"the section {section.FullName} is of type 0x{(byte)section.Type:x}, which is not known here";
            if (section.Type == MachOSectionType.NonLazyPointers
                && (section.Reserved1 > (uint)file.Indirect.Length
                || section.Size / 8 > file.Indirect.Length - section.Reserved1)) return $"the section {section.FullName} has more "
                + "pointers than the indirect symbol table has symbols for";
        }

        if (UnknownSymbol(file) is { } unknown) return unknown;
        for (var index = 0; index < file.Symbols.Length; index++)
        {
            var symbol = file.Symbols[index];
            if (symbol is { IsUndefined: true, IsExternal: false }) return $"the symbol {NameOf(file, index)} is local and not defined";
            if (symbol.IsInSection && (symbol.Description & MachOSymbolEntry.Resolver) != 0)
                return $"the symbol {NameOf(file, index)} is a function that chooses another one when a program is loaded "
                    + "(.symbol_resolver), which is not known here";
        }

        return null;
    }

    /// <summary>The first symbol of a type that is not known, as a clause: it may stand for another one.</summary>
    public static string? UnknownSymbol(MachORelocatable file)
    {
        var index = Array.FindIndex(file.Symbols, symbol => !symbol.IsStab
            && symbol.Place is not (MachOSymbolEntry.Undefined or MachOSymbolEntry.Absolute or MachOSymbolEntry.InSection));
        return index < 0 ? null : $"the symbol {NameOf(file, index)} is of type 0x{file.Symbols[index].Type:x}, which is not known here";
    }

    /// <summary>The first load command that is not known, as a clause: it may hold offsets into the file.</summary>
    public static string? UnknownCommand(MachORelocatable file) =>
        file.Commands.FirstOrDefault(command =>
        command is not ({ Number: MachOCommand.LinkerOption or MachOCommand.BuildVersion } or { IsVersionMin: true }
        or { IsIdentity: true })) is { } unknown
        ? $"the load command 0x{unknown.Number:x} is not known here"
        : null;

    /// <summary>Whether a relocation is of a kind that objects have and whose meaning does not change with its place.</summary>
    public static bool IsKnown(Machine machine, in MachORelocation relocation) => machine == Machine.Aarch64
        ? relocation.Type <= MachORelocation.ArmAddend
            && (relocation.IsExtern || relocation.Type is MachORelocation.ArmUnsigned or MachORelocation.ArmAddend)
        : relocation.Type <= MachORelocation.X86ThreadLocal && (relocation.IsExtern || IsSectionBasedX86(relocation));

    private static bool IsSectionBasedX86(in MachORelocation relocation) => relocation.Type switch
    {
        MachORelocation.X86Unsigned => !relocation.IsPcRelative,
        MachORelocation.X86Signed or MachORelocation.X86Branch or MachORelocation.X86Signed1 or MachORelocation.X86Signed2
            or MachORelocation.X86Signed4 => relocation is { IsPcRelative: true, Length: 4, Number: > 0 },
        _ => false,
    };

    private static string NameOf(MachORelocatable file, int symbol)
    {
        using var names = file.OpenNames();
        return System.Text.Encoding.UTF8.GetString(names[file.Symbols[symbol].Name]);
    }
}
