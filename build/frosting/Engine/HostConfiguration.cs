using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.IO;

namespace Cake.Frosting.Engine;

/// <summary>A value of Cake's configuration that the program sets itself.</summary>
internal sealed record ConfigurationValue(string Key, string Value);

/// <summary>The directory that the program wants to run in.</summary>
internal sealed record WorkingDirectory(DirectoryPath Path);

/// <summary>
/// Cake's configuration: the program's own values, then cake.config in the working directory, CAKE_* variables, arguments.
/// </summary>
internal sealed class HostConfiguration(
    IEnumerable<ConfigurationValue> values, IFileSystem fileSystem, ICakeEnvironment environment, ICakeArguments arguments)
    : ICakeConfiguration
{
    private readonly ICakeConfiguration _values = new CakeConfigurationProvider(fileSystem, environment).CreateConfiguration(
        environment.WorkingDirectory,
        values.Select(value => KeyValuePair.Create(value.Key, value.Value)),
        arguments.GetArguments().ToDictionary(argument => argument.Key, argument => argument.Value.FirstOrDefault() ?? ""));

    public string GetValue(string key) => _values.GetValue(key);
}
