using Gatehouse.Base;
using Gatehouse.Filtering.Tuples;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Filtering.Tuples;

public sealed class IntervalTreeTests
{
    // Around the sizes at which a level is full.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(70000)]
    public void Finds_the_last_start_that_is_not_above_an_address(int count)
    {
        var entropy = new SeededEntropy((ulong)count);
        foreach (var hasHighest in new[] { false, true })
        {
            var set = new SortedSet<uint> { 0 };
            if (hasHighest && count > 1)
                set.Add(uint.MaxValue);
            while (set.Count < count)
                set.Add((uint)(entropy.NextUInt64() % 3 == 0 ? entropy.NextUInt64() : 0x0A000000 + (entropy.NextUInt64() % 100_000)));
            uint[] starts = [.. set];
            var tree = new IntervalTree(starts);
            for (var i = 0; i < Math.Min(count, 2000); i++)
            {
                var start = starts[(int)(entropy.NextUInt64() % (ulong)count)];
                foreach (var address in new[] { start, start + 1, start - 1, (uint)entropy.NextUInt64(), 0u, uint.MaxValue, uint.MaxValue - 1 })
                {
                    var found = Array.BinarySearch(starts, address);
                    tree.Find(address).ShouldBe(found >= 0 ? found : ~found - 1, $"{address:x8} of {count}");
                }
            }
        }
    }
}
