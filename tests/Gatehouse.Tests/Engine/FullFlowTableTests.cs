using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Keying;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Engine;

/// <summary>A table full of secured datagram flows: nothing is let through that could not be remembered, in clear or sealed.</summary>
public sealed class FullFlowTableTests : IDisposable
{
    private static readonly AddressPair Pair = TestNode.Pair(IpFamily.V4);

    private readonly TestNode _test = new(objects: TestNode.Compile("negotiation-discovery"));

    [Fact]
    public void New_flows_are_dropped_until_a_secured_one_is_over_and_known_ones_go_on()
    {
        _test.KeyingSays(new KeyingAction.InstallPair(TestNode.SaPair(IpFamily.V4), OutboundReady: true));
        var buffer = new PacketBuffer();
        for (var flow = 0; flow < FlowTable.MaxFlows; flow++)
        {
            buffer.Load(Udp(flow));
            _test.Node.Outbound(_test.Now, buffer, default, 0).Reason.ShouldBe(VerdictReason.Sealed);
        }

        var other = PacketBuilder.BuildUdp(new Endpoint(Pair.Local, 1), new Endpoint(IpAddr.Parse("10.0.0.9"), 1), []);
        _test.Out(Udp(FlowTable.MaxFlows)).Verdict.Reason.ShouldBe(VerdictReason.FlowTableFull);
        _test.Out(other).Verdict.Reason.ShouldBe(VerdictReason.FlowTableFull);
        _test.Out(Udp(7)).Verdict.Reason.ShouldBe(VerdictReason.Sealed);

        _test.Now += FlowTimeouts.Datagram + TimeSpan.FromSeconds(1);
        _test.Out(other).Verdict.Reason.ShouldBe(VerdictReason.ClearDiscovery);
    }

    public void Dispose() => _test.Dispose();

    private static byte[] Udp(int flow) => PacketBuilder.BuildUdp(
        new Endpoint(Pair.Local, (ushort)(flow & 0xFFFF)), new Endpoint(Pair.Remote, (ushort)(1000 + (flow >> 16))), []);
}
