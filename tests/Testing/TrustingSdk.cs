using RuntimePacks.Tools;

namespace Testing;

/// <summary>
/// A copy of the .NET SDK's own programs that trusts the given roots and no others: on Linux and macOS NuGet takes its
/// roots from the folder <c>trustedroots</c> beside it.
/// </summary>
public sealed class TrustingSdk
{
    private readonly string _folder;

    private TrustingSdk(string folder) => _folder = folder;

    /// <param name="folder">Where the copy goes.</param>
    /// <param name="codeRoot">The root for signatures, in PEM.</param>
    /// <param name="timeRoot">The root for time-stamps, in PEM.</param>
    public static async Task<TrustingSdk> CreateAsync(string folder, string codeRoot, string timeRoot)
    {
        var listed = await new Command("dotnet", "--list-sdks") { WorkingDirectory = Repository.Root }.OutputAsync();
        var version = (await new Command("dotnet", "--version") { WorkingDirectory = Repository.Root }.OutputAsync()).Trim();
        var line = listed.Split('\n').Single(line => line.StartsWith(version + " [", StringComparison.Ordinal));
        var sdk = Path.Combine(line[(version.Length + 2)..].TrimEnd(']', '\r'), version);
        Directory.CreateDirectory(Path.Combine(folder, "trustedroots"));
        foreach (var file in Directory.EnumerateFiles(sdk)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        File.Copy(codeRoot, Path.Combine(folder, "trustedroots", "codesignctl.pem"), overwrite: true);
        File.Copy(timeRoot, Path.Combine(folder, "trustedroots", "timestampctl.pem"), overwrite: true);
        return new TrustingSdk(folder);
    }

    /// <summary><c>dotnet nuget verify</c>.</summary>
    public Task<CommandResult> VerifyAsync(params string[] packages) =>
        new Command(
            "dotnet", [
                "exec", Path.Combine(_folder, "dotnet.dll"), "nuget", "verify", "--all", "--verbosity", "normal", .. packages])
        { WorkingDirectory = _folder }
            .RunAsync(TestContext.Current.CancellationToken);
}
