namespace RuntimePacks.Releases;

/// <summary>The origin of the digest of a pinned asset.</summary>
public enum DigestSource
{
    /// <summary>Computed from a file in a folder that the user named.</summary>
    Folder,

    /// <summary>GitHub's own, and the file that was downloaded has it.</summary>
    GitHub,

    /// <summary>GitHub gave none: computed when the asset was downloaded for the first time, and binding from then on.</summary>
    FirstDownload,
}
