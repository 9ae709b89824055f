using Gatehouse.Cli.Commands;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Running;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    public void A_number_and_a_unit_are_a_duration(string text, double seconds)
    {
        DurationOption.TryParse(text, out var duration).ShouldBeTrue();
        duration.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("1.5s")]
    [InlineData("5x")]
    [InlineData("400d")]
    [InlineData("9223372036854775807ms")]
    public void Anything_else_is_none(string text) => DurationOption.TryParse(text, out _).ShouldBeFalse();
}
