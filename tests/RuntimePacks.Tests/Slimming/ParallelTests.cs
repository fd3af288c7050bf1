using RuntimePacks.Slimming;
using StaticLibraries.Slimming.Linking;

namespace RuntimePacks.Tests.Slimming;

/// <summary>Libraries side by side, within the memory that there is; and none twice.</summary>
public sealed class ParallelTests
{
    private const long Bound = 100;

    public static TheoryData<long[], int> Needs => new()
    {
        { [50, 50, 50, 50], 2 },
        { [60, 60, 60], 1 },
        { [20, 20, 20, 20, 20], 5 },
        { [1000, 1000], 1 },
        { [40, 1000, 40], 1 },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public async Task As_many_run_at_a_time_as_the_memory_is_enough_for_and_one_that_needs_more_runs_alone(long[] needs, int expected)
    {
        var bound = new MemoryBound(Bound);
        var (started, ends) = (
            new List<int>(), needs.Select(_ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)).ToList());
        var work = needs.Select((need, i) => bound.RunAsync(need, () =>
        {
            lock (started) started.Add(i);
            return ends[i].Task;
        })).ToList();

        Assert.Equal(expected, Count());
        for (var done = 0; done < needs.Length; done++)
        {
            // Each that ends makes room for one: waiting for it tells in which order they start, and no other is on its way.
            while (Count() < Math.Min(needs.Length, expected + done)) await Task.Delay(1, TestContext.Current.CancellationToken);
            Assert.True(started.Skip(done).Sum(i => Math.Min(needs[i], Bound)) <= Bound);
            ends[done].SetResult(done);
            Assert.Equal(done, await work[done]);
        }

        Assert.Equal(Enumerable.Range(0, needs.Length), started);

        int Count()
        {
            lock (started) return started.Count;
        }
    }

    [Fact]
    public async Task A_piece_that_fails_gives_its_memory_back()
    {
        var bound = new MemoryBound(Bound);
        await Assert.ThrowsAsync<IOException>(() => bound.RunAsync<int>(Bound, () => throw new IOException()));
        Assert.Equal(1, await bound.RunAsync(Bound, () => Task.FromResult(1)));
    }

    [Fact]
    public async Task What_did_not_change_is_not_slimmed_again_and_what_did_is()
    {
        using var shop = new Workshop("x86_64-unknown-linux-gnu");
        var library = await shop.ArchiveAsync("gnu", ("a", "int ffi_a(void) { return 1; }"));
        var first = await shop.SlimAsync(library, "ffi_*");
        Assert.Single(Slimmed());
        Assert.Equal(first.Sha256, (await shop.SlimAsync(library, "ffi_*", earlier: first)).Sha256);
        Assert.Single(Slimmed());

        // Another compiler that it is linked with, another mode, another library, and a slimmed library that is not what it was.
        shop.Replace("gcc", "exec \"$TOOL\" \"$@\"");
        Assert.NotEqual(first.Key, (await shop.SlimAsync(library, "ffi_*", earlier: first)).Key);
        Assert.NotEqual(first.Key, (await shop.SlimAsync(library, "ffi_*", SlimMode.Strip, first)).Key);
        Assert.Equal(3, Slimmed().Count());
        var other = await shop.ArchiveAsync("gnu", ("a", "int ffi_a(void) { return 2; }"));
        var changed = await shop.SlimAsync(other, "ffi_*", earlier: first);
        Assert.Equal(4, Slimmed().Count());
        await File.AppendAllTextAsync(changed.Path, "!", TestContext.Current.CancellationToken);
        Assert.Equal(changed.Sha256, (await shop.SlimAsync(other, "ffi_*", earlier: changed)).Sha256);
        Assert.Equal(5, Slimmed().Count());

        IEnumerable<string> Slimmed() => shop.Said.Where(line => line.StartsWith("slimmed ", StringComparison.Ordinal));
    }
}
