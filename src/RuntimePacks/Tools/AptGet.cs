namespace RuntimePacks.Tools;

/// <summary>Debian's package manager, where this user may use it: as root, or with a sudo that asks nothing.</summary>
internal static class AptGet
{
    private const string Path = "/usr/bin/apt-get";
    private const int LockSeconds = 300;

    /// <summary>Whether packages can be installed here without asking anybody.</summary>
    public static async Task<bool> AvailableAsync(CancellationToken cancellationToken = default)
    {
        if (!File.Exists(Path)) return false;
        if (Environment.IsPrivilegedProcess) return true;
        return File.Exists("/usr/bin/sudo")
            && (await new Command("/usr/bin/sudo", "-n", "true").RunAsync(cancellationToken)).ExitCode == 0;
    }

    /// <summary>Installs packages; brings the package lists up to date first when they do not know one.</summary>
    /// <exception cref="RuntimePacksException">apt-get failed.</exception>
    public static async Task InstallAsync(IReadOnlyList<string> packages, CancellationToken cancellationToken = default)
    {
        string[] install = ["install", "-y", "-q", "--no-install-recommends", .. packages];
        if ((await Run(install).RunAsync(cancellationToken)).ExitCode == 0) return;
        await Run("update", "-q").OutputAsync(cancellationToken);
        await Run(install).OutputAsync(cancellationToken);
    }

    private static Command Run(params string[] arguments)
    {
        string[] line = [Path, "-o", $"DPkg::Lock::Timeout={LockSeconds}", .. arguments];
        var environment = new Dictionary<string, string?> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        return Environment.IsPrivilegedProcess
            ? new Command(line[0], line[1..]) { Environment = environment }
            : new Command("/usr/bin/sudo", ["-n", "DEBIAN_FRONTEND=noninteractive", .. line]);
    }
}
