using System.Globalization;

namespace Testing;

/// <summary>Random choices that can be made again: a test that fails shows its seed, and <c>SEED</c> in the environment sets it.</summary>
public static class Chance
{
    public static Random New()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: SEED={seed} makes the same choices again");
        return new Random(seed);
    }
}
