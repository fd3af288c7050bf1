namespace RuntimePacks.Containers;

/// <summary>One entry of a zip file, its data compressed as it lies there.</summary>
/// <param name="Name">As bytes: what encoding it is in, its flags say.</param>
/// <param name="Flags">General purpose bits (APPNOTE.TXT 6.3.10, section 4.4.4).</param>
/// <param name="Method">How it is compressed (4.4.5).</param>
/// <param name="Time">MS-DOS date and time (4.4.6).</param>
/// <param name="Attributes">External attributes (4.4.15).</param>
/// <param name="Crc32">Of the data, inflated (4.4.7).</param>
/// <param name="CompressedSize">In bytes.</param>
/// <param name="Size">Inflated, in bytes.</param>
/// <param name="DataOffset">Where the compressed data begins, in bytes from the start of the zip file.</param>
internal sealed record ZipPart(
    byte[] Name, ushort Flags, ushort Method, uint Time, uint Attributes, uint Crc32, long CompressedSize, long Size, long DataOffset)
{
    public const ushort Deflate = 8;

    /// <summary>Bit 11: the name is UTF-8 (4.4.4 and appendix D).</summary>
    public const ushort Utf8 = 1 << 11;
}
