using System.Text;

namespace Build.CommandLine;

/// <summary>What <c>--help</c> prints: every target and every option with a line of words.</summary>
public static class HelpPage
{
    /// <summary>How long a line may be.</summary>
    private const int Width = 100;

    public static string Text(TargetGraph targets)
    {
        var page = new StringBuilder("./build.sh [--target TARGET] [OPTION]...\n");
        Section(page, "Targets, each after those that run before it", targets.All.Select(target => (target.Name, target.Description)));
        foreach (var group in OptionTable.Groups)
        {
            Section(page, group.Title, group.Options.Select(option => (option.ToString(), option.Words)));
        }

        var cakes = OptionTable.Cakes.Where(option => option.Words is not null);
        Section(page, "How it runs (Cake)", cakes.Select(option => (Written(option), option.Words!)));
        return page.ToString();
    }

    private static string Written(CakeOption option)
    {
        var names = option.Names.Skip(1).Where(name => !name.StartsWith("--", StringComparison.Ordinal)).Append(option.Names[0]);
        return string.Join(", ", names) + (option.Value is null ? "" : $" {option.Value}");
    }

    private static void Section(StringBuilder page, string title, IEnumerable<(string Left, string Words)> rows)
    {
        page.Append('\n').Append(title).Append('\n');
        var all = rows.ToList();
        var indent = all.Max(row => row.Left.Length) + 4;
        foreach (var (left, words) in all)
        {
            page.Append($"  {left}".PadRight(indent));
            var column = indent;
            foreach (var word in words.Split(' '))
            {
                if (column > indent && column + 1 + word.Length > Width)
                {
                    page.Append('\n').Append(' ', indent);
                    column = indent;
                }

                page.Append(column > indent ? " " : "").Append(word);
                column += word.Length + (column > indent ? 1 : 0);
            }

            page.Append('\n');
        }
    }
}
