using System.Globalization;
using System.Text;

namespace Bench.Inputs;

/// <summary>
/// C code without a header, for targets whose own code no tool here brings: functions that calculate, and call each other.
/// </summary>
internal static class GeneratedCode
{
    /// <summary>Stands for a member's own number, in four digits, in the names that it defines.</summary>
    public const string Own = "bulk_AAAA";

    /// <summary>Stands for the number of the member that it refers to.</summary>
    public const string Next = "bulk_BBBB";

    private const int Functions = 300;
    private const int Statements = 12;

    /// <summary>A member, the same text for the same seed; it defines and calls <c>…_entry</c>.</summary>
    public static string Member(int seed)
    {
        var random = new Random(seed);
        var code = new StringBuilder($"unsigned {Next}_entry(unsigned);\n");
        code.Append(
            CultureInfo.InvariantCulture,
            $"typedef struct {Own}_state {{ unsigned long long sum; unsigned short parts[16]; const char *text; struct {Own}_state *next; }} {Own}_state;\n");
        for (var i = 0; i < Functions; i++)
        {
            code.Append(
                CultureInfo.InvariantCulture,
                $"unsigned {Own}_f{i}({Own}_state *state, unsigned a, unsigned b) {{\n  unsigned c = a * {random.Next()}u;\n");
            for (var line = 0; line < Statements; line++) code.Append(Statement(random, i));
            code.Append("  return c ^ (unsigned)state->sum;\n}\n");
        }

        code.Append(
            CultureInfo.InvariantCulture,
            $"unsigned {Own}_entry(unsigned n) {{\n  {Own}_state state = {{ n }};\n  if (n > 1000) return {Next}_entry(n - 1);\n");
        return code.Append(CultureInfo.InvariantCulture, $"  return {Own}_f{Functions - 1}(&state, n, n + 1);\n}}\n").ToString();
    }

    private static string Statement(Random random, int function) => random.Next(5) switch
    {
        0 => $"  for (unsigned i = 0; i < (b & {random.Next(1, 64)}); i++) c += (c << {random.Next(1, 31)}) ^ state->parts[i % 16];\n",
        1 => $"  if (c % {random.Next(3, 99)} == {random.Next(3)}) {{ state->sum += c * {random.Next()}ull; state->text = \"{Own} {random.Next():x} {random.Next():x}\"; }}\n",
        2 => $"  switch (c & 7) {{ case {random.Next(4)}: c += {random.Next()}u; break; case {random.Next(4, 8)}: c ^= a; break; default: b += {random.Next()}u; }}\n",
        3 => function == 0
            ? $"  c = a + {random.Next()}u;\n"
            : $"  c += {Own}_f{random.Next(function)}(state, b, c >> {random.Next(1, 31)});\n",
        _ => $"  state->parts[c % 16] = (unsigned short)(c >> {random.Next(1, 16)}); b -= {random.Next()}u;\n",
    };
}
