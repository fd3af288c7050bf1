using System.Collections.Concurrent;
using System.Text.Json;
using RuntimePacks.Files;

namespace RuntimePacks.Tools;

/// <summary>
/// The tools that the pipeline can use, as its tools file lists them; installs with apt-get what is missing where it may.
/// </summary>
public sealed class Toolbox
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, ToolVersion> _versions = new();

    private readonly bool _installs;

    private Toolbox(IReadOnlyList<Tool> tools, ILogger log, bool installs)
    {
        Tools = tools;
        _log = log;
        _installs = installs;
    }

    /// <summary>The same tools, none of which is installed when it is missing.</summary>
    public Toolbox AsItIs => new(Tools, _log, installs: false);

    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>Reads the tools file.</summary>
    /// <param name="path">A JSON array of tools.</param>
    /// <param name="log">Told, in a line, when something is being installed.</param>
    public static Toolbox Load(string path, ILogger log)
    {
        using var file = File.OpenRead(path);
        return new Toolbox(JsonSerializer.Deserialize<List<Tool>>(file, Format) ?? [], log, installs: true);
    }

    public Tool this[string name] =>
        Tools.FirstOrDefault(tool => tool.Name == name) ?? throw new KeyNotFoundException($"no tool is called {name}");

    /// <summary>Looks for every tool and asks each for its version.</summary>
    public async Task<IReadOnlyList<ExaminedTool>> ExamineAsync(CancellationToken cancellationToken = default) =>
        await Task.WhenAll(
            Tools.Select(
                async tool => new ExaminedTool(tool, tool.Find() is not null, await tool.VersionAsync(cancellationToken))));

    /// <summary>Which version of a tool this machine has; asked once.</summary>
    /// <exception cref="RuntimePacksException">It is not here, or says nothing of its version.</exception>
    public async Task<ToolVersion> VersionOfAsync(string name, CancellationToken cancellationToken = default)
    {
        if (_versions.TryGetValue(name, out var known)) return known;
        var tool = this[name];
        var version = tool.File is { } file && File.Exists(file)
            ? $"sha256:{await Digest.OfFileAsync(file, cancellationToken)}"
            : await tool.VersionAsync(cancellationToken);
        return _versions[name] = new ToolVersion(
            name,
            version
                ?? throw new RuntimePacksException(
                    $"{name} ({tool.For}) does not say which version it is, or is missing; get it with: {tool.HowToGet}"));
    }

    /// <summary>The full path of a tool, which is installed first if it is missing and this user may install it.</summary>
    /// <exception cref="RuntimePacksException">It is missing, and this user may not install it.</exception>
    public async Task<string> RequireAsync(string name, CancellationToken cancellationToken = default)
    {
        await RequireAllAsync([name], cancellationToken);
        return this[name].Find()!;
    }

    /// <summary>Makes sure that all of these tools are there, with one run of apt-get for all that are missing.</summary>
    /// <exception cref="RuntimePacksException">Some are missing, and this user may not install them.</exception>
    public async Task RequireAllAsync(IEnumerable<string> names, CancellationToken cancellationToken = default)
    {
        var missing = names.Select(name => this[name]).Where(tool => tool.Find() is null).ToList();
        if (missing.Count == 0) return;

        if (_installs && await AptGet.AvailableAsync(cancellationToken))
        {
            var packages = missing.SelectMany(tool => tool.Apt.Split(' ')).Distinct().ToList();
            _log.Say($"installing {string.Join(' ', packages)} with apt-get");
            await AptGet.InstallAsync(packages, cancellationToken);
            missing.RemoveAll(tool => tool.Find() is not null);
        }

        if (missing.Count > 0)
        {
            throw new RuntimePacksException(
                "missing on this machine: "
                + $"{string.Join("; ", missing.Select(tool => $"{tool.Name} ({tool.For}), get it with: {tool.HowToGet}"))}");
        }
    }
}
