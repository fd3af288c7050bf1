using RuntimePacks.Tools;

namespace Testing;

/// <summary>
/// A machine without internet: a network namespace in which there is nothing but loopback, an empty home, an empty packages
/// folder, and a mirror at <c>/srv/slim-mirror</c>. All that runs in it ends with it.
/// </summary>
public sealed class AirGap : IDisposable
{
    private const string Program = """
        using System.Runtime.InteropServices;
        Console.WriteLine($"UniFFI contract {Slim.ContractVersion()}");
        static class Slim {
            [DllImport("slim_bindings", EntryPoint = "ffi_slim_bindings_uniffi_contract_version")] public static extern uint ContractVersion();
        }
        """;

    public const string Answer = "UniFFI contract 30\n";

    /// <summary>Set up before a test's own commands; what is mounted is seen in the namespace alone.</summary>
    private const string Preamble = """
        mkdir "$HOME"
        ip link set lo up
        mount -t tmpfs tmpfs /srv && mkdir /srv/slim-mirror && mount --bind "$MIRROR" /srv/slim-mirror
        mount -t tmpfs tmpfs /run && mkdir -p /var/log/nginx && mount -t tmpfs tmpfs /var/log/nginx
        echo '127.0.0.1 localhost nuget.example.com' > hosts && mount --bind hosts /etc/hosts

        """;

    private readonly string _mirror;

    public AirGap(string mirror)
    {
        _mirror = mirror;
        Write("Program.cs", Program);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("mirror-tests-").FullName;

    public void Write(string path, string text)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>Runs commands there, which all succeed.</summary>
    public async Task<string> RunAsync(string commands)
    {
        await Repository.Tools.RequireAllAsync(["unshare", "ip"]);
        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];
        string[] apart = [.. asRoot, "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
        Assert.SkipUnless(
            (await new Command("unshare", [.. apart, "true"]).RunAsync(TestContext.Current.CancellationToken)).ExitCode == 0,
            "this user may not make a network namespace");
        var result = await new Command("unshare", [.. apart, "sh", "-e", "-c", Preamble + commands])
        {
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string?>
            {
                ["MIRROR"] = _mirror,
                ["HOME"] = Path.Combine(Folder, "home"),
                ["NUGET_PACKAGES"] = Path.Combine(Folder, "nuget"),
                ["NUGET_HTTP_CACHE_PATH"] = null,
                ["DOTNET_CLI_HOME"] = null,
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["MSBUILDDISABLENODEREUSE"] = "1",
            },
        }.RunAsync(TestContext.Current.CancellationToken);
        result.Succeeded();
        return result.Output;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
