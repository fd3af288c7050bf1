using System.Text;

namespace Architecture.Tests;

/// <summary>How the folders of <c>src/</c> may know each other.</summary>
public sealed class RoomTests(ITestOutputHelper output)
{
    [Fact]
    public void StaticLibrariesKnowsNothingButTheBaseClassLibrary()
    {
        Assert.All(
            Buildings.Libraries.GetReferencedAssemblies(), assembly => Assert.StartsWith(
                "System.", assembly.Name, StringComparison.Ordinal));
        var beyond = Buildings.References.Keys
            .Where(pair => pair.From.Split('.')[0] == "StaticLibraries")
            .Where(pair => pair.To.Split('.')[0] is not ("StaticLibraries" or "System") && pair.To != "Microsoft.Win32.SafeHandles");
        Assert.Empty(beyond);
    }

    [Fact]
    public void EveryRoomHasItsPlaceInTheOrder() => Assert.Equal(Buildings.Rooms, RoomOrder.Rooms.Order(StringComparer.Ordinal));

    [Fact]
    public void ARoomKnowsNoneThatStandsOnIt()
    {
        var matrix = Matrix();
        output.WriteLine(matrix);
        Directory.CreateDirectory(Repository.PathOf("artifacts", "tests"));
        File.WriteAllText(Repository.PathOf("artifacts", "tests", "rooms.txt"), matrix);

        Faults.None(Buildings.Rooms
            .SelectMany(Buildings.KnownTo, (room, other) => (room, other))
            .Where(pair => !RoomOrder.MayKnow(pair.room, pair.other))
            .Select(pair => $"{pair.room} refers to {pair.other} {Buildings.References[pair]} times"));
    }

    [Fact]
    public void NoTwoRoomsKnowEachOtherNorDoMoreInACircle() => Faults.None(Buildings.Rooms.Select(CircleFrom).OfType<string>());

    [Fact]
    public void NoSourceFileNamesARoomThatStandsOnItsOwn() => Faults.None(SourceFile.All
        .SelectMany(file => file.Usings.Where(Buildings.IsRoom), (file, other) => (file, other))
        .Where(pair => !RoomOrder.MayKnow(pair.file.Namespace, pair.other))
        .Select(pair => $"{pair.file.Path} uses {pair.other}"));

    [Fact]
    public void ANamespaceIsTheFolderOfItsFile() => Faults.None(SourceFile.All
        .Where(file => file.Namespace != file.Folder)
        .Select(file => $"{file.Path} is in {file.Namespace}, expected {file.Folder}"));

    /// <summary>The shortest way from a room back to itself, as far as there is one.</summary>
    private static string? CircleFrom(string start)
    {
        var (ways, seen) = (new Queue<string[]>([[start]]), new HashSet<string>());
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in Buildings.KnownTo(way[^1]))
            {
                if (next == start) return string.Join(" → ", [.. way, next]);
                if (seen.Add(next)) ways.Enqueue([.. way, next]);
            }
        }

        return null;
    }

    /// <summary>A line per room: the rooms that it knows, each with the number of references.</summary>
    private static string Matrix()
    {
        var text = new StringBuilder();
        foreach (var room in RoomOrder.Rooms)
        {
            var known = RoomOrder.Rooms.Where(Buildings.KnownTo(room).Contains).Select(
                other => $"{other} {Buildings.References[(room, other)]}");
            text.Append($"{room}: {string.Join(", ", known)}\n");
        }

        return text.ToString();
    }
}
