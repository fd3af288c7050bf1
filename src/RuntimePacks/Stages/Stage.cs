using RuntimePacks.Files;
using StaticLibraries.Libraries;

namespace RuntimePacks.Stages;

/// <summary>The result of a stage for one item, which later runs keep while its key is the same.</summary>
public interface IKept
{
    /// <summary>Changes when anything that the result is made from changes, the code that makes it included.</summary>
    string Key { get; }
}

/// <summary>
/// A stage over items: keeps what an earlier run made of one, where
/// nothing that it is made from changed and it is still whole.
/// </summary>
/// <typeparam name="TItem">What is worked on.</typeparam>
/// <typeparam name="TResult">What becomes of it.</typeparam>
internal sealed class Stage<TItem, TResult>
    where TResult : class, IKept
{
    private static readonly string[] s_code =
        [typeof(Stage<,>).Module.ModuleVersionId.ToString(), typeof(StaticLibrary).Module.ModuleVersionId.ToString()];

    /// <summary>All that the result depends on, as texts; the version of the code is added.</summary>
    public required Func<TItem, IEnumerable<string>> MadeFrom { get; init; }

    /// <summary>Looks at what an earlier run made: the result to go on with, or null when it is not whole.</summary>
    public required Func<TItem, TResult, CancellationToken, Task<TResult?>> KeepAsync { get; init; }

    /// <summary>Makes the result; it is given the key to keep it under.</summary>
    public required Func<TItem, string, CancellationToken, Task<TResult>> MakeAsync { get; init; }

    /// <summary>
    /// How much work an item is, in any unit. The most begins first,
    /// so that no core has much to do when the others have done.
    /// </summary>
    public Func<TItem, long> Work { get; init; } = _ => 0;

    /// <summary>Works on as many items at a time as there are cores.</summary>
    /// <param name="earlier">What an earlier run left.</param>
    /// <returns>A result per item, in their order.</returns>
    public async Task<IReadOnlyList<TResult>> RunAsync(
        IReadOnlyList<TItem> items, IReadOnlyList<TResult> earlier, CancellationToken cancellationToken = default)
    {
        var results = new TResult[items.Count];
        var order = Enumerable.Range(0, items.Count).OrderByDescending(i => Work(items[i]));
        await Parallel.ForEachAsync(order, cancellationToken, async (i, cancel) =>
        {
            var item = items[i];
            var key = Digest.OfTexts([.. MadeFrom(item), .. s_code]);
            var same = earlier.FirstOrDefault(old => old.Key == key);
            results[i] = (same is null ? null : await KeepAsync(item, same, cancel)) ?? await MakeAsync(item, key, cancel);
        });
        return results;
    }
}
