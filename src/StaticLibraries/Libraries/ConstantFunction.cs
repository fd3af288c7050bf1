using System.Buffers.Binary;
using StaticLibraries.Objects;

namespace StaticLibraries.Libraries;

/// <summary>The value of a function that does nothing but return a constant, from its machine code.</summary>
internal static class ConstantFunction
{
    /// <summary>In bytes: with a frame and a landing pad, which some compilers add.</summary>
    public const int Longest = 32;

    /// <returns>The value, or null when the code is of another form.</returns>
    public static int? ValueOf(Machine machine, ReadOnlySpan<byte> code) => machine switch
    {
        Machine.X86_64 or Machine.I686 => OfX86(code),
        Machine.Aarch64 or Machine.Arm64EC => OfArm64(code),
        _ => null,
    };

    /// <summary>Intel 64 manual, volume 2: [endbr64] [push rbp; mov rbp, rsp] mov eax, imm32 | mov ax, imm16 [pop rbp] ret.</summary>
    private static int? OfX86(ReadOnlySpan<byte> code)
    {
        if (code is [0xf3, 0x0f, 0x1e, 0xfa or 0xfb, .. var landed]) code = landed;
        var hasFrame = code is [0x55, 0x48, 0x89, 0xe5, ..] or [0x55, 0x89, 0xe5, ..];
        if (hasFrame) code = code[(code[1] == 0x48 ? 4 : 3)..];
        int value;
        switch (code)
        {
            case [0xb8, _, _, _, _, ..]:
                value = BinaryPrimitives.ReadInt32LittleEndian(code[1..]);
                code = code[5..];
                break;
            case [0x66, 0xb8, _, _, ..]:
                value = BinaryPrimitives.ReadUInt16LittleEndian(code[2..]);
                code = code[4..];
                break;
            case [0x31, 0xc0, ..]:
                value = 0;
                code = code[2..];
                break;
            default:
                return null;
        }

        if (hasFrame)
        {
            if (code is not [0x5d, ..]) return null;
            code = code[1..];
        }

        return code is [0xc3, ..] ? value : null;
    }

    /// <summary>Arm A64 instruction set: [bti c] movz w0, #imm16 [, lsl #16] ret.</summary>
    private static int? OfArm64(ReadOnlySpan<byte> code)
    {
        if (code.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(code) == 0xd503_245f) code = code[4..];
        if (code.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(code[4..]) != 0xd65f_03c0) return null;
        var move = BinaryPrimitives.ReadUInt32LittleEndian(code);
        var immediate = (int)(move >> 5 & 0xffff);
        return (move & 0xffe0_001f) switch
        {
            0x5280_0000 => immediate,
            0x52a0_0000 => immediate << 16,
            _ => move == 0x2a1f_03e0 ? 0 : null,
        };
    }
}
