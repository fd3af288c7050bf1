namespace RuntimePacks.Smoke;

/// <summary>What the program of a smoke test is written in.</summary>
public enum SmokeLanguage
{
    /// <summary>C#, published with NativeAOT: what a consumer does.</summary>
    CSharp,

    /// <summary>C, linked with the package's library and linker arguments alone: where NativeAOT cannot link.</summary>
    C,
}
