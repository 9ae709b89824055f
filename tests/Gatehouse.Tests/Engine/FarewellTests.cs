using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Engine;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Engine;

/// <summary>A policy under which nobody negotiates: keying still tells its peers that the SAs are gone, and then falls silent.</summary>
public sealed class FarewellTests : IDisposable
{
    private readonly TestNode _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Own_keying_may_speak_for_two_seconds_after_the_policy_that_ends_it_and_nobody_else_at_all(IpFamily family)
    {
        var own = new PacketMeta { KeyingMark = true };
        var packet = TestNode.Udp(family, 500, 500);
        _test.Out(packet, own).Verdict.Reason.ShouldBe(VerdictReason.KeyingExemption);
        _test.Node.ApplyPolicy(_test.Now, TestNode.Compile("block"));
        _test.Node.NextDeadline.ShouldBe(_test.Now + Node.Farewell);
        _test.Out(packet, own).Verdict.Reason.ShouldBe(VerdictReason.KeyingExemption);
        _test.Out(packet).Verdict.Reason.ShouldBe(VerdictReason.BlockFilter);
        _test.In(TestNode.Udp(family, 500, 500, fromPeer: true)).Verdict.Reason.ShouldBe(VerdictReason.BlockFilter);
        _test.Now += Node.Farewell;
        _test.Node.OnDeadline(_test.Now);
        _test.Out(packet, own).Verdict.Reason.ShouldBe(VerdictReason.BlockFilter);
        _test.Node.NextDeadline.ShouldBeNull();
    }

    [Fact]
    public void Where_keying_goes_on_there_is_no_farewell()
    {
        _test.Node.ApplyPolicy(_test.Now, TestNode.Compile("negotiation-discovery"));
        _test.Node.NextDeadline.ShouldBeNull();
    }
}
