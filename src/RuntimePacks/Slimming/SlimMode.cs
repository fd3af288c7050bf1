namespace RuntimePacks.Slimming;

/// <summary>How much of a static library is taken away.</summary>
public enum SlimMode
{
    /// <summary>Strip, and where the format allows it, link into one object that shows its exports alone.</summary>
    Full,

    /// <summary>Debug and bitcode sections go; every member stays.</summary>
    Strip,

    /// <summary>The library is packed as it came.</summary>
    None,
}
