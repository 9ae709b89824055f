using Gatehouse.Analysis.Geometry;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Analysis.Geometry;

public sealed class FlagPatternsTests
{
    [Fact]
    public void Every_setting_of_the_bits_comes_once() =>
        FlagPatterns.Of(0b1010).ShouldBe([UInt128.Zero, 0b0010, 0b1000, 0b1010]);

    [Fact]
    public void The_first_number_is_what_counting_up_finds()
    {
        for (var start = 0; start < 64; start++)
        {
            foreach (var mask in new[] { 0, 1, 0b101, 0b11000, 0b100100 })
            {
                foreach (var pattern in FlagPatterns.Of((UInt128)mask))
                {
                    var counted = Enumerable.Range(start, 64 - start).Where(value => (value & mask) == (int)pattern).Cast<int?>().FirstOrDefault();
                    var found = FlagPatterns.TryFirst((UInt128)start, (UInt128)mask, pattern, 63, out var first);
                    found.ShouldBe(counted is not null, $"from {start} under {mask}");
                    if (counted is { } expected)
                        first.ShouldBe((UInt128)expected, $"from {start} under {mask}");
                }
            }
        }
    }
}
