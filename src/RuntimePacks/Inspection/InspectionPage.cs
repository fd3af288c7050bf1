using System.Text;
using RuntimePacks.Files;
using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace RuntimePacks.Inspection;

/// <summary>An inspection as a page for a person: what matters first, a fact a line.</summary>
public static class InspectionPage
{
    private const int LabelWidth = 14, MostNames = 12;

    public static string Text(FileInspection file)
    {
        var page = new StringBuilder();
        Write(page, file, "");
        return page.ToString();
    }

    private static void Write(StringBuilder page, FileInspection file, string indent)
    {
        page.Append($"{indent}{file.File}: {What(file)}, {Bytes(file.Size)}\n");
        foreach (var (label, text) in Rows(file)) page.Append($"{indent}  {label.PadRight(LabelWidth)}{text}\n");
        foreach (var entry in file.Entries)
        {
            page.Append('\n');
            Write(page, entry, indent + "  ");
        }
    }

    private static string What(FileInspection file) => file switch
    {
        { Package: { } package } => $"the package {package}",
        { Container: { } container } => container,
        { Flavour: { } flavour } => $"{file.Kind.Name()} ({flavour} archive)",
        _ => file.Kind.Name(),
    };

    private static IEnumerable<(string Label, string Text)> Rows(FileInspection file)
    {
        if (file.Verdict is { } verdict)
        {
            yield return ("verdict", verdict.Fault is null ? $"right for {verdict.Target}" : $"WRONG for {verdict.Target}");
            if (verdict.Fault is { } fault) yield return ("", fault.TrimStart());
        }

        if (file is { Identity: { } identity, Members.Count: > 0 })
        {
            foreach (var row in Of(identity, file)) yield return row;
        }

        foreach (var row in OfMembers(file)) yield return row;
        foreach (var row in OfImage(file)) yield return row;
        if (file.UniffiContracts.Count > 0) yield return ("UniFFI", UniffiText(file));
        if (file.Runtimes.Count > 0)
        {
            yield return ("C runtime", string.Join(", ", file.Runtimes.Select(runtime => $"{runtime.Key} ({runtime.Value})")));
        }

        if (file.DefaultLibraries.Count > 0) yield return ("default libs", string.Join(", ", file.DefaultLibraries));
        if (file.Exports.Count > 0) yield return ("exports", ExportsText(file));
        if (file.Undefined.Count > 0)
        {
            yield return ("undefined", $"{file.Undefined.Count}: {Some(file.Undefined.Select(symbol => symbol.Name))}");
        }

        if (file.Glibc is { } glibc) yield return ("glibc", $"{glibc.Version} or later, for {Some(glibc.Because)}");
        foreach (var finding in file.Findings) yield return ("finding", finding);
        if (file.OtherEntries.Count > 0) yield return ("beside", Some(file.OtherEntries));
    }

    private static IEnumerable<(string Label, string Text)> Of(LibraryIdentity identity, FileInspection file)
    {
        yield return ("target", file.Target ?? "not clear, see below");
        foreach (var evidence in identity.Machines) yield return ("  machine", $"{evidence.Value}: {evidence.Because}");
        foreach (var evidence in identity.Systems) yield return ("  system", $"{evidence.Value}: {evidence.Because}");
        if (identity.Systems.Count == 0) yield return ("  system", "nothing in it says (ELF objects mostly do not)");
        foreach (var evidence in identity.Environments) yield return ("  environment", $"{evidence.Value}: {evidence.Because}");
        if (identity.Environments.Count == 0 && identity.Systems.All(system => system.Value is "linux" or "windows"))
        {
            yield return ("  environment", "nothing in it tells one C library from another");
        }

        if (file.MinimumOs is { } version) yield return ("runs from", $"version {version} of the system on");
    }

    private static IEnumerable<(string Label, string Text)> OfMembers(FileInspection file)
    {
        if (file.Members.Count > 1 || file.Flavour is not null)
        {
            var groups = file.Members
                .GroupBy(member => $"{member.Format} for {member.Machine}{(member.Variant is null ? "" : $" ({member.Variant})")}")
                .Select(group => $"{group.Count()} {group.Key}");
            yield return ("members", $"{file.Members.Count}: {string.Join(", ", groups)}");
        }

        if (file.Sections.Count > 0)
        {
            yield return (
                "bytes",
                string.Join(
                    ", ",
                    file.Sections.OrderByDescending(section => section.Value)
                        .Select(section => $"{section.Key} {Bytes(section.Value)}")));
        }

        (string, string)[] kinds =
            [("constructors", "constructors"), ("threadLocal", "thread-locals"), ("bitcode", "bitcode"), ("debug", "debug")];
        foreach (var (kind, label) in kinds)
        {
            var holders = file.Members.Where(member => member.Sections.ContainsKey(kind))
                .OrderByDescending(member => member.Sections[kind])
                .ToList();
            if (holders.Count > 0 && file.Flavour is not null)
            {
                yield return (
                    label,
                    $"{Bytes(holders.Sum(member => member.Sections[kind]))} in {holders.Count} "
                    + $"member{(holders.Count == 1 ? "" : "s")}, most in {holders[0].Name}");
            }
        }
    }

    private static IEnumerable<(string Label, string Text)> OfImage(FileInspection file)
    {
        if (file.Image is not { } image) yield break;
        if (file.Kind == FileKind.Executable) yield return ("interpreter", image.Interpreter ?? "none");
        if (image.Name is { } name) yield return ("own name", name);
        yield return ("needs", image.Needed.Count == 0 ? "no shared library" : string.Join(", ", image.Needed));
        if (image.Glibc is { } glibc) yield return ("glibc", $"{glibc} or newer");
        if (file.Pack is not { } pack) yield break;
        yield return ("pack inside", pack switch
        {
            { Unknown: { } reason } => $"cannot be told: {reason}",
            { Found.Count: 0 } => $"no: none of the pack's functions is in the symbol table of {pack.Source}",
            _ =>
                $"yes: {pack.Found.Count}{(pack.Of is { } of ? $" of {of}" : "")} functions of the pack, "
                + $"by the symbol table of {pack.Source}: {Some(pack.Found)}",
        });
    }

    private static string UniffiText(FileInspection file)
    {
        var contracts = file.UniffiContracts.Select(
            pair => $"{pair.Key}: contract version {pair.Value?.ToString() ?? "unknown (its function is not a plain constant)"}");
        var known = file.UniffiChecksums.Values.Count(value => value is not null);
        return $"{string.Join(", ", contracts)}; {file.UniffiChecksums.Count} checksums, {known} of known value";
    }

    private static string ExportsText(FileInspection file)
    {
        var counts = file.Exports.GroupBy(symbol => symbol.Kind)
            .OrderByDescending(group => group.Count())
            .Select(group => $"{group.Count()} {group.Key}");
        var weak = file.Exports.Count(symbol => symbol.Binding == "weak");
        var own = file.DefinitionExports.Count > 0
            ? $"; {file.DefinitionExports.Count} are the definition's: {Some(file.DefinitionExports)}"
            : "; none of them is the definition's";
        return $"{file.Exports.Count} ({string.Join(", ", counts)}; {weak} weak){own}";
    }

    private static string Bytes(long count) => count < 10_000 ? $"{count} bytes" : Size.Text(count);

    private static string Some(IEnumerable<string> names) => Listed.Some(names, MostNames);
}
