namespace Gatehouse.Tests;

/// <summary>
/// Bytes a warm piece of code allocates. The runtime itself allocates now and then on any thread while it compiles hot methods anew, so the
/// smallest of several rounds is taken: code that allocates does so in every round.
/// </summary>
internal static class Allocations
{
    private const int Rounds = 5;

    /// <summary>The fewest bytes any round allocated on this thread.</summary>
    public static long Of(Action round)
    {
        var fewest = long.MaxValue;
        for (var i = 0; i < Rounds && fewest > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
