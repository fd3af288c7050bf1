using StaticLibraries.Libraries;
using StaticLibraries.Objects;

namespace StaticLibraries.Slimming.Coff;

/// <summary>
/// Whether objects are for Microsoft's linkers or for GNU's. An archive does not tell: LLVM's tools write GNU's kind for both. Where
/// nothing tells, or where both do, what is written is right for either, and only not as small as Microsoft's linker would make it.
/// </summary>
internal sealed class CoffFlavour
{
    private bool _isMicrosofts;
    private bool _isGnus;

    public bool IsMicrosofts => _isMicrosofts && !_isGnus;

    public void Take(CoffUnit unit, NameTable names)
    {
        foreach (var directive in unit.Directives)
        {
            // What compilers write for GNU's linkers begins with a hyphen, and for Microsoft's with a slash.
            _isGnus |= directive.Text[0] == '-' && directive.Option is "aligncomm" or "exclude-symbols";
            _isMicrosofts |= directive.Option is "defaultlib" or "failifmismatch" or "guardsym";
        }

        _isMicrosofts |= EnvironmentClues.Microsofts.Any(Has)
            || unit.Symbols.Any(symbol => symbol.IsGlobal && names[symbol.Name] is [(byte)'?', ..]);
        _isGnus |= EnvironmentClues.MinGWs.Any(Has);

        bool Has(string name) => names.IndexOf(System.Text.Encoding.UTF8.GetBytes(name)) >= 0;
    }
}
