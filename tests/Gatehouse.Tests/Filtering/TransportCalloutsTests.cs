using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Filtering;

public sealed class TransportCalloutsTests
{
    [Theory]
    [InlineData(false, false, CalloutDecision.Protect)]
    [InlineData(true, false, CalloutDecision.PermitNotProtectable)]
    [InlineData(false, true, CalloutDecision.PermitNotProtectable)]
    public void Outbound_protects_whatever_an_SA_can_exist_for(bool loopback, bool group, CalloutDecision expected)
    {
        var facts = new CalloutFacts(loopback, group, ArrivedProtected: false, KeyingMark: true);
        TransportCallouts.Decide(FwpmCallout.IpsecOutboundTransportV4, facts).ShouldBe(expected);
        TransportCallouts.Decide(FwpmCallout.IpsecOutboundTransportV6, facts).ShouldBe(expected);
    }

    [Theory]
    [InlineData(false, false, false, CalloutDecision.Block)]
    [InlineData(false, false, true, CalloutDecision.PermitProtected)]
    [InlineData(true, false, false, CalloutDecision.PermitNotProtectable)]
    [InlineData(false, true, false, CalloutDecision.PermitNotProtectable)]
    public void Inbound_accepts_only_what_arrived_protected_or_cannot_be(bool loopback, bool group, bool arrived, CalloutDecision expected)
    {
        var facts = new CalloutFacts(loopback, group, arrived, KeyingMark: false);
        TransportCallouts.Decide(FwpmCallout.IpsecInboundTransportV4, facts).ShouldBe(expected);
        TransportCallouts.Decide(FwpmCallout.IpsecInboundTransportV6, facts).ShouldBe(expected);
    }

    [Fact]
    public void The_keying_socket_callout_permits_only_the_marked_and_leaves_the_rest_to_the_next_filter()
    {
        TransportCallouts.Decide(FwpmCallout.KeyingSocketV4, new CalloutFacts(false, false, false, KeyingMark: true)).ShouldBe(CalloutDecision.PermitKeying);
        TransportCallouts.Decide(FwpmCallout.KeyingSocketV6, new CalloutFacts(false, false, false, KeyingMark: false)).ShouldBe(CalloutDecision.Continue);
    }

    [Fact]
    public void A_callout_no_layer_consults_blocks() =>
        TransportCallouts.Decide(FwpmCallout.IpsecInboundInitiateSecureV4, default).ShouldBe(CalloutDecision.Block);
}
