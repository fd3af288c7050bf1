namespace Testing;

/// <summary>Bytes that no compressor makes less.</summary>
public static class Noise
{
    /// <param name="seed">Other seeds make other bytes.</param>
    public static byte[] Bytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
