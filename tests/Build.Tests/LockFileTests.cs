using System.Xml.Linq;

namespace Build.Tests;

/// <summary>The packages that projects take.</summary>
public class LockFileTests
{
    [Fact]
    public void Every_project_of_the_solution_has_its_packages_locked()
    {
        var folders = XDocument.Load(Path.Combine(Repository.Root, "Slim.Native.slnx")).Descendants("Project")
            .Select(project => Path.GetDirectoryName(project.Attribute("Path")!.Value)!)
            .ToList();
        Assert.NotEmpty(folders);
        Assert.DoesNotContain(folders, folder => !File.Exists(Path.Combine(Repository.Root, folder, "packages.lock.json")));
    }
}
