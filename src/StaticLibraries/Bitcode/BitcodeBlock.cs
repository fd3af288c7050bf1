using StaticLibraries.Objects;

namespace StaticLibraries.Bitcode;

/// <summary>One block of a bitstream: its number, and where its abbreviations and records are.</summary>
internal readonly record struct BitcodeBlock(int Id, int AbbreviationWidth, ByteRange Body)
{
    public const int Identification = 13, Module = 8, StringTable = 23, SymbolTable = 25;
    private const int EnterSubblock = 1;

    /// <summary>The blocks at the top of a bitcode file, after its magic.</summary>
    public static IEnumerable<BitcodeBlock> TopLevel(ByteRange bytes)
    {
        var stream = new BitStream(bytes) { Position = 32 };
        while (stream.Length - stream.Position >= 64)
        {
            // Some writers fill the end of the file up with zeros.
            if (stream.Fixed(2) != EnterSubblock) yield break;
            yield return Enter(stream, bytes);
        }
    }

    /// <summary>Reads the rest of a block's head, after the abbreviation number that begins it, and goes to the block's end.</summary>
    public static BitcodeBlock Enter(BitStream stream, ByteRange bytes)
    {
        var id = stream.Vbr(8);
        var width = (int)Math.Min(stream.Vbr(4), 64);
        stream.AlignTo32();
        var length = (long)stream.Fixed(32) * 4;
        var body = bytes.Slice(stream.Position / 8, length, "a block of bitcode");
        stream.Position += length * 8;
        return new BitcodeBlock((int)Math.Min(id, int.MaxValue), width, body);
    }
}
