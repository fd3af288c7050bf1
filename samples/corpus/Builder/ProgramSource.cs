using System.Text;

namespace Corpus;

/// <summary>The C program that calls a library's exports and prints, a line each, the call and its value.</summary>
/// <param name="Declarations">In C.</param>
/// <param name="Calls">Expressions in C, of an integer type.</param>
internal sealed record ProgramSource(IEnumerable<string> Declarations, IEnumerable<string> Calls)
{
    public const string FileName = "main.c";

    public override string ToString()
    {
        var text = new StringBuilder("#include <stdint.h>\n#include <stdio.h>\n\n");
        foreach (var declaration in Declarations) text.Append(declaration).Append('\n');
        text.Append("\nint main(void)\n{\n    setvbuf(stdout, NULL, _IONBF, 0);\n");
        foreach (var call in Calls)
        {
            var quoted = call.Replace("\"", "\\\"", StringComparison.Ordinal);
            text.Append($"    printf(\"%s = %lld\\n\", \"{quoted}\", (long long)({call}));\n");
        }

        return text.Append("    return 0;\n}\n").ToString();
    }

    public void Write(string folder) => File.WriteAllText(Path.Combine(folder, FileName), ToString());
}
