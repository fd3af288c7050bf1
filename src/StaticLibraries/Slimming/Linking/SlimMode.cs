namespace StaticLibraries.Slimming.Linking;

/// <summary>How much of a library is taken away.</summary>
public enum SlimMode
{
    /// <summary>Strip, and all that no export reaches; what is left becomes one object in which the exports alone are visible.</summary>
    Full,

    /// <summary>Debugging data, bitcode and what else no program runs on; every member stays a member.</summary>
    Strip,

    /// <summary>Nothing: the library stays as it came, and there is nothing to slim.</summary>
    None,
}
