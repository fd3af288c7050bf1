namespace StaticLibraries.Slimming.Linking;

/// <summary>A number of pieces, and their size in bytes together.</summary>
public readonly record struct PieceCount(long Count, long Bytes)
{
    public static PieceCount operator +(PieceCount one, PieceCount other) => Add(one, other);

    public static PieceCount Add(PieceCount one, PieceCount other) => new(one.Count + other.Count, one.Bytes + other.Bytes);
}
