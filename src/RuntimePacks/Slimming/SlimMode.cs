namespace RuntimePacks.Slimming;

/// <summary>How much of a static library is taken away.</summary>
public enum SlimMode
{
    /// <summary>Strip, and all that no export reaches; the rest becomes one object that shows its exports alone.</summary>
    Full,

    /// <summary>Debugging data and bitcode go; every member stays.</summary>
    Strip,

    /// <summary>The library is packed as it came.</summary>
    None,
}
