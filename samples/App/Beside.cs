using System.Runtime.InteropServices;
using System.Text;

namespace SlimSample;

/// <summary>A second pack in the same program, with a Rust standard library of its own, where there is one.</summary>
internal static class Beside
{
    public static void Check(Checks checks)
    {
        var tally = Tally.New();
        var words = "a rose is a rose".Split(' ').Select(Encoding.UTF8.GetBytes);
        var counts = words.Select(word => Tally.Add(tally, word, (nuint)word.Length));
        checks.Equal("the other pack, counts", "1 1 1 2 2", string.Join(' ', counts));
        checks.Equal("the other pack, length", 3u, (uint)Tally.Length(tally));
        checks.Equal("the other pack, unwinds", 1u, Tally.Unwinds());
        Tally.Free(tally);
    }

    private static class Tally
    {
        [DllImport("tally", EntryPoint = "tally_new")] public static extern nint New();

        [DllImport("tally", EntryPoint = "tally_add")] public static extern ulong Add(nint tally, byte[] text, nuint length);

        [DllImport("tally", EntryPoint = "tally_len")] public static extern nuint Length(nint tally);

        [DllImport("tally", EntryPoint = "tally_free")] public static extern void Free(nint tally);

        [DllImport("tally", EntryPoint = "tally_unwinds")] public static extern uint Unwinds();
    }
}
