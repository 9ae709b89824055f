using Gatehouse.Base;
using Gatehouse.Host;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host;

public sealed class SystemEntropyTests
{
    [Fact]
    public void Entropy_fills_the_whole_span_and_differs_each_time()
    {
        var entropy = new SystemEntropy();
        var first = entropy.NextBytes(32);
        var second = entropy.NextBytes(32);
        first.ShouldNotBe(second);
        first.ShouldNotBe(new byte[32]);
    }
}
