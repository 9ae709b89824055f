using Gatehouse.Base;
using Gatehouse.Engine.Ports;
using Gatehouse.Host.Events;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Engine;

/// <summary>CLASSIFY_ALLOW: told once per connection, and only when asked for, as on Windows.</summary>
public sealed class AllowedConnectionTests : IDisposable
{
    private readonly TestNode _test = new(objects: TestNode.Compile("negotiation-discovery"));

    public void Dispose() => _test.Dispose();

    [Fact]
    public void An_authorised_connection_is_told_once_and_only_when_asked_for()
    {
        _test.Out(TestNode.Udp(IpFamily.V4, 1000));
        _test.TakeActions().OfType<NodeAction.Allowed>().ShouldBeEmpty();
        _test.Node.TellsAllowed = true;
        _test.Out(TestNode.Udp(IpFamily.V4, 1001));
        _test.Out(TestNode.Udp(IpFamily.V4, 1001));
        var told = _test.TakeActions().OfType<NodeAction.Allowed>().ShouldHaveSingleItem();
        (told.Verdict.Reason, told.Outbound, told.Packet.Traffic.LocalPort).ShouldBe((VerdictReason.ClearDiscovery, true, (ushort)1001));
        _test.In(TestNode.Udp(IpFamily.V4, 3000, fromPeer: true)).Verdict.Reason.ShouldBe(VerdictReason.ConnectionNotSecured);
        _test.TakeActions().OfType<NodeAction.Allowed>().ShouldBeEmpty("what is refused is not allowed");

        var happened = NetEvents.Of(told, _ => FwpmLayer.OutboundTransportV4);
        (happened.Type, happened.LocalPort, happened.Reason).ShouldBe((FwpmNetEventType.ClassifyAllow, (ushort?)1001, "ClearDiscovery"));
    }

    [Fact]
    public void Twenty_a_second_are_told_and_no_more()
    {
        _test.Node.TellsAllowed = true;
        for (ushort port = 2000; port < 2100; port++)
            _test.Out(TestNode.Udp(IpFamily.V6, port));
        _test.TakeActions().OfType<NodeAction.Allowed>().Count().ShouldBe(20);
    }
}
