using Gatehouse.Base;
using Gatehouse.Cli.Running;
using Gatehouse.Model.Wfp;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Running;

public sealed class InnerMtuTests
{
    [Fact]
    public void Room_is_left_for_the_suite_that_adds_most() =>
        InnerMtu.For(TestNode.TransportMode())(1500, IpFamily.V4).ShouldBe(1458);

    [Fact]
    public void Where_nothing_is_ever_sealed_packets_are_as_long_as_the_link_carries() =>
        InnerMtu.For(WfpObjectSet.Empty)(1500, IpFamily.V6).ShouldBe(1500);
}
