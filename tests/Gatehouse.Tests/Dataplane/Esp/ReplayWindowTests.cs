using Gatehouse.Base;
using Gatehouse.Dataplane.Esp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Esp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void Zero_is_never_fresh_and_one_is_first()
    {
        var window = new ReplayWindow();
        window.IsFresh(0).ShouldBeFalse();
        window.IsFresh(1).ShouldBeTrue();
        window.Mark(1);
        window.IsFresh(0).ShouldBeFalse();
        window.IsFresh(1).ShouldBeFalse();
        window.IsFresh(2).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(63u)]
    [InlineData(64u)]
    [InlineData(65u)]
    [InlineData(1023u)]
    [InlineData(1024u)]
    [InlineData(1025u)]
    [InlineData(2047u)]
    [InlineData(2048u)]
    [InlineData(2049u)]
    [InlineData(100_000u)]
    [InlineData(uint.MaxValue - 1)]
    [InlineData(uint.MaxValue)]
    public void The_window_reaches_1023_back_from_the_highest_number(uint highest)
    {
        var window = new ReplayWindow();
        window.Mark(highest);
        window.Highest.ShouldBe(highest);
        for (var back = 0L; back < 2 * ReplayWindow.Size; back++)
        {
            if (highest - back < 0)
                break;
            window.IsFresh((uint)(highest - back)).ShouldBe(back is > 0 and < ReplayWindow.Size && highest - back > 0, $"{back} back");
        }

        if (highest < uint.MaxValue)
            window.IsFresh(highest + 1).ShouldBeTrue();
    }

    [Fact]
    public void Checking_alone_changes_nothing()
    {
        var window = new ReplayWindow();
        window.Mark(5000);
        for (var i = 0; i < 3; i++)
        {
            window.IsFresh(4500).ShouldBeTrue();
            window.IsFresh(9000).ShouldBeTrue();
        }

        window.Highest.ShouldBe(5000u);
    }

    // The oracle is a plain set of all numbers seen.
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 70)]
    [InlineData(3, 1100)]
    [InlineData(4, 5000)]
    public void Random_walks_agree_with_a_set_of_all_numbers(ulong seed, uint stride)
    {
        var entropy = new SeededEntropy(seed);
        var window = new ReplayWindow();
        var seen = new HashSet<uint>();
        var highest = 0u;
        for (var i = 0; i < 30_000; i++)
        {
            var sequence = entropy.NextUInt32() % 2 == 0
                ? highest + (entropy.NextUInt32() % stride)
                : highest - Math.Min(highest, entropy.NextUInt32() % 1100);
            var expected = sequence != 0 && !seen.Contains(sequence) && sequence + (long)ReplayWindow.Size > highest;
            window.IsFresh(sequence).ShouldBe(expected, $"step {i}, {sequence} after {highest}");
            if (!expected)
                continue;
            window.Mark(sequence);
            seen.Add(sequence);
            highest = Math.Max(highest, sequence);
        }
    }
}
