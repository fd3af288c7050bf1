using System.Runtime.InteropServices;
using System.Text;

// Each answer of the library is compared with what is expected; the last line is what the smoke test looks for.
var tally = Tally.New();
string[] words = ["one", "two", "two", "three", "three", "three"];
ulong[] counts = [.. words.Select(Encoding.UTF8.GetBytes).Select(word => Tally.Add(tally, word, (nuint)word.Length))];
var right = counts.SequenceEqual<ulong>([1, 1, 2, 1, 2, 3]) && Tally.Length(tally) == 3 && Tally.Unwinds() == 1;
Tally.Free(tally);
Console.WriteLine(right ? "8 checks passed" : $"FAILED: {string.Join(' ', counts)}");
return right ? 0 : 1;

internal static class Tally
{
    [DllImport("tally", EntryPoint = "tally_new")] public static extern nint New();

    [DllImport("tally", EntryPoint = "tally_add")] public static extern ulong Add(nint tally, byte[] text, nuint length);

    [DllImport("tally", EntryPoint = "tally_len")] public static extern nuint Length(nint tally);

    [DllImport("tally", EntryPoint = "tally_free")] public static extern void Free(nint tally);

    [DllImport("tally", EntryPoint = "tally_unwinds")] public static extern uint Unwinds();
}
