using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Filtering;

public sealed class TransportCalloutsTests
{
    [Theory]
    [InlineData(0x0, false, false, CalloutDecision.Protect)]
    [InlineData(0x0, true, false, CalloutDecision.PermitNotProtectable)]
    [InlineData(0x0, false, true, CalloutDecision.PermitNotProtectable)]
    [InlineData(0x1, false, false, CalloutDecision.Discover)]
    [InlineData(0x1, true, false, CalloutDecision.PermitNotProtectable)]
    [InlineData(0x2, false, false, CalloutDecision.DiscoverQuietly)]
    [InlineData(0x3, false, false, CalloutDecision.DiscoverQuietly)]
    [InlineData(0x4, false, false, CalloutDecision.Protect)]
    public void Outbound_protects_or_discovers_whatever_an_SA_can_exist_for(ulong rawContext, bool loopback, bool group, CalloutDecision expected)
    {
        var facts = new CalloutFacts(loopback, group, ArrivedProtected: false, KeyingMark: true);
        TransportCallouts.Decide(FwpmCallout.IpsecOutboundTransportV4, rawContext, facts).ShouldBe(expected);
        TransportCallouts.Decide(FwpmCallout.IpsecOutboundTransportV6, rawContext, facts).ShouldBe(expected);
    }

    [Theory]
    [InlineData(0x0, false, false, false, CalloutDecision.Block)]
    [InlineData(0x0, false, false, true, CalloutDecision.PermitProtected)]
    [InlineData(0x0, true, false, false, CalloutDecision.PermitNotProtectable)]
    [InlineData(0x0, false, true, false, CalloutDecision.PermitNotProtectable)]
    [InlineData(0x1, false, false, false, CalloutDecision.PermitUnchecked)]
    [InlineData(0x2, true, false, false, CalloutDecision.PermitNotProtectable)]
    public void Inbound_accepts_only_what_arrived_protected_or_cannot_be(ulong rawContext, bool loopback, bool group, bool arrived, CalloutDecision expected)
    {
        var facts = new CalloutFacts(loopback, group, arrived, KeyingMark: false, FlowSecured: true);
        TransportCallouts.Decide(FwpmCallout.IpsecInboundTransportV4, rawContext, facts).ShouldBe(expected);
        TransportCallouts.Decide(FwpmCallout.IpsecInboundTransportV6, rawContext, facts).ShouldBe(expected);
    }

    [Theory]
    [InlineData(false, false, false, CalloutDecision.PermitClear)]
    [InlineData(true, false, false, CalloutDecision.BlockDowngrade)]
    [InlineData(true, true, false, CalloutDecision.PermitInGrace)]
    [InlineData(true, false, true, CalloutDecision.PermitProtected)]
    public void Persist_tolerates_clear_text_until_the_flow_is_secured(bool secured, bool grace, bool arrived, CalloutDecision expected)
    {
        var facts = new CalloutFacts(false, false, arrived, KeyingMark: false, secured, grace);
        TransportCallouts.Decide(FwpmCallout.IpsecInboundTransportV4, FwpmContext.InboundPersistConnectionSecurity, facts).ShouldBe(expected);
    }

    [Fact]
    public void The_keying_socket_callout_permits_only_the_marked_and_leaves_the_rest_to_the_next_filter()
    {
        TransportCallouts.Decide(FwpmCallout.KeyingSocketV4, 0, new CalloutFacts(false, false, false, KeyingMark: true)).ShouldBe(CalloutDecision.PermitKeying);
        TransportCallouts.Decide(FwpmCallout.KeyingSocketV6, 0, new CalloutFacts(false, false, false, KeyingMark: false)).ShouldBe(CalloutDecision.Continue);
    }

    [Theory]
    [InlineData(FwpmCallout.IpsecInboundInitiateSecureV4, false, false, CalloutDecision.BlockConnection)]
    [InlineData(FwpmCallout.IpsecInboundInitiateSecureV6, true, false, CalloutDecision.PermitProtected)]
    [InlineData(FwpmCallout.IpsecInboundInitiateSecureV4, false, true, CalloutDecision.PermitNotProtectable)]
    [InlineData(FwpmCallout.IpsecAleConnectV4, false, false, CalloutDecision.PermitUnchecked)]
    [InlineData(FwpmCallout.IpsecAleConnectV6, false, true, CalloutDecision.PermitNotProtectable)]
    public void The_ale_callouts_judge_connections(FwpmCallout callout, bool arrived, bool loopback, CalloutDecision expected) =>
        TransportCallouts.Decide(callout, 0, new CalloutFacts(loopback, false, arrived, KeyingMark: false)).ShouldBe(expected);

    [Fact]
    public void A_silent_drop_blocks_whatever_it_is_asked_about()
    {
        foreach (var callout in new[] { FwpmCallout.WfpTransportLayerSilentDropV4, FwpmCallout.WfpTransportLayerSilentDropV6 })
            TransportCallouts.Decide(callout, 0, new CalloutFacts(true, true, true, true)).ShouldBe(CalloutDecision.BlockSilently);
    }

    [Theory]
    [InlineData(FwpmCallout.IpsecInboundTransportV4, 0x0100_0000_0000_0000, "FWP_E_RESERVED")]
    [InlineData(FwpmCallout.IpsecInboundTransportV6, 0x8000_0000_0000_0002, "FWP_E_RESERVED")]
    [InlineData(FwpmCallout.IpsecInboundTransportV4, 0x7, null)]
    [InlineData(FwpmCallout.IpsecOutboundTransportV4, 0x7, null)]
    [InlineData(FwpmCallout.IpsecAleConnectV4, 0x20, "FWP_E_CONTEXT_INCOMPATIBLE_WITH_CALLOUT")]
    [InlineData(FwpmCallout.IpsecAleConnectV6, 0x3E, null)]
    [InlineData(FwpmCallout.IpsecInboundInitiateSecureV4, 0x20, null)]
    [InlineData(FwpmCallout.IpsecInboundInitiateSecureV4, 0x2, null)]
    public void A_raw_context_keeps_the_rules_of_its_callout(FwpmCallout callout, ulong rawContext, string? error)
    {
        var filter = new FwpmFilter(
            Guid.AllBitsSet, "context", FwpmCallouts.Info(callout).Layer, [], FwpActionType.CalloutTerminating, FwpmWeight.Auto, callout, rawContext);
        if (error is null)
            FilterSnapshot.Compile(new WfpObjectSet([], [filter])).Filters.Count().ShouldBe(1);
        else
            Should.Throw<FilterRuleException>(() => FilterSnapshot.Compile(new WfpObjectSet([], [filter]))).Message.ShouldStartWith(error);
    }
}
