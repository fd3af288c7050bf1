using System.Text;
using StaticLibraries.Objects;

namespace StaticLibraries.MachO;

/// <summary>The load commands of a Mach-O file (mach-o/loader.h): symbol table, platform, and where the sections are.</summary>
internal sealed class MachOLoadCommands
{
    private const uint Segment = 0x1, SymTab = 0x2, Segment64 = 0x19, BuildVersion = 0x32;
    private const uint MinMacOs = 0x24, MinIphoneOs = 0x25, MinTvOs = 0x2f, MinWatchOs = 0x30;
    private const uint LoadDylib = 0xc, IdDylib = 0xd, LoadDylinker = 0xe, Uuid = 0x1b, LoadWeakDylib = 0x8000_0018,
        ReexportDylib = 0x8000_001f, LoadUpwardDylib = 0x8000_0023;
    private const int LongestName = 4096, MostLibraries = 4096;

    private readonly MachOHeader _header;

    public MachOLoadCommands(MachOHeader header, ByteRange bytes)
    {
        _header = header;
        var commands = bytes.Slice(header.Size, header.CommandsSize, "the load commands");
        Span<byte> command = stackalloc byte[24];
        long offset = 0;
        for (uint index = 0; index < header.CommandCount; index++)
        {
            commands.Read(offset, command[..8], $"load command {index}");
            long size = header.U32(command[4..]);
            if (size < 8 || size % 4 != 0 || size > commands.Length - offset)
            {
                throw commands.Fault(
                    offset + 4,
                    $"load command {index} with a size of 8 or more, a multiple of 4, "
                    + $"inside the {commands.Length} bytes of commands",
                    $"{size}");
            }

            Take(header.U32(command), commands.Slice(offset, size, $"load command {index}"), command);
            offset += size;
        }
    }

    public TargetOs Os { get; private set; }

    public Version? MinimumOs { get; private set; }

    /// <summary>The shared libraries that it loads.</summary>
    public List<string> Libraries { get; } = [];

    /// <summary>The name that a shared library is loaded by.</summary>
    public string? Name { get; private set; }

    /// <summary>The program that loads an executable.</summary>
    public string? Linker { get; private set; }

    /// <summary>In hexadecimal digits.</summary>
    public string? BuildId { get; private set; }

    /// <summary>Symbol offset, symbol count, string table offset, string table size; null where there is no LC_SYMTAB.</summary>
    public (long Symbols, long Count, long Strings, long StringsSize)? SymbolTable { get; private set; }

    /// <summary>The section headers of each segment.</summary>
    public List<ByteRange> Sections { get; } = [];

    private void Take(uint number, ByteRange command, Span<byte> fields)
    {
        switch (number)
        {
            case Segment or Segment64:
                TakeSegment(number == Segment64, command);
                break;
            case SymTab when SymbolTable is null:
                command.Read(0, fields, "LC_SYMTAB");
                SymbolTable = (_header.U32(fields[8..]), _header.U32(fields[12..]), _header.U32(fields[16..]), _header.U32(fields[20..]));
                break;
            case LoadDylib or LoadWeakDylib or ReexportDylib or LoadUpwardDylib when Libraries.Count < MostLibraries:
                Libraries.Add(Text(command));
                break;
            case IdDylib:
                Name ??= Text(command);
                break;
            case LoadDylinker:
                Linker ??= Text(command);
                break;
            case Uuid:
                command.Read(0, fields, "LC_UUID");
                BuildId = Convert.ToHexStringLower(fields[8..]);
                break;
            case BuildVersion:
                command.Read(0, fields[..16], "LC_BUILD_VERSION");
                SetPlatform(MachOPlatform.Of(_header.U32(fields[8..])), _header.U32(fields[12..]));
                break;
            case MinMacOs or MinIphoneOs or MinTvOs or MinWatchOs:
                command.Read(0, fields[..12], "LC_VERSION_MIN");
                SetPlatform(MachOPlatform.OfVersionMin(number, _header.Machine), _header.U32(fields[8..]));
                break;
        }
    }

    private void SetPlatform(TargetOs os, uint version)
    {
        if (Os != TargetOs.Unknown) return;
        Os = os;
        MinimumOs = new Version((int)(version >> 16), (int)(version >> 8 & 0xff), (int)(version & 0xff));
    }

    /// <summary>A command's text: its offset in the command follows the command's size.</summary>
    private string Text(ByteRange command)
    {
        Span<byte> buffer = stackalloc byte[LongestName];
        command.Read(8, buffer[..4], "a load command's text");
        var offset = _header.U32(buffer);
        var text = command.Slice(offset, command.Length - offset, "a load command's text").ReadStart(buffer);
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private void TakeSegment(bool is64, ByteRange command)
    {
        Span<byte> count = stackalloc byte[4];
        command.Read(is64 ? 64 : 48, count, "a segment's section count");
        var sections = command.Slice(is64 ? 72 : 56, _header.U32(count), is64 ? 80 : 68, "a segment's section headers");
        Sections.Add(sections);
    }
}
