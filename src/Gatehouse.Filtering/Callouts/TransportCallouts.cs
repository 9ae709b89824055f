using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering.Callouts;

/// <summary>
/// The decisions of the built-in IPsec callouts at the transport layers (reference sections 4.1, 4.2, 8.3 and 10 #16, #35), shared by
/// enforcement, simulation and explanation.
/// </summary>
public static class TransportCallouts
{
    /// <summary>Asks a callout; <paramref name="rawContext"/> is the filter's, 0 when it has none.</summary>
    public static CalloutDecision Decide(FwpmCallout callout, ulong rawContext, in CalloutFacts facts) => callout switch
    {
        FwpmCallout.IpsecOutboundTransportV4 or FwpmCallout.IpsecOutboundTransportV6 => Outbound(rawContext, facts),
        FwpmCallout.IpsecInboundTransportV4 or FwpmCallout.IpsecInboundTransportV6 => Inbound(rawContext, facts),
        FwpmCallout.KeyingSocketV4 or FwpmCallout.KeyingSocketV6 =>
            facts.KeyingMark ? CalloutDecision.PermitKeying : CalloutDecision.Continue,
        FwpmCallout.IpsecInboundInitiateSecureV4 or FwpmCallout.IpsecInboundInitiateSecureV6 => AleCallouts.InitiateSecure(facts),
        FwpmCallout.IpsecAleConnectV4 or FwpmCallout.IpsecAleConnectV6 => AleCallouts.Connect(facts),
        FwpmCallout.WfpTransportLayerSilentDropV4 or FwpmCallout.WfpTransportLayerSilentDropV6 => CalloutDecision.BlockSilently,
        _ => CalloutDecision.Block,
    };

    private static CalloutDecision Outbound(ulong rawContext, in CalloutFacts facts)
    {
        if (facts.Loopback || facts.GroupDestination)
            return CalloutDecision.PermitNotProtectable;
        if ((rawContext & FwpmContext.OutboundSuppressNegotiation) != 0)
            return CalloutDecision.DiscoverQuietly;
        return (rawContext & FwpmContext.OutboundNegotiateDiscover) != 0 ? CalloutDecision.Discover : CalloutDecision.Protect;
    }

    private static CalloutDecision Inbound(ulong rawContext, in CalloutFacts facts)
    {
        if (facts.ArrivedProtected)
            return CalloutDecision.PermitProtected;
        if (facts.Loopback || facts.GroupDestination)
            return CalloutDecision.PermitNotProtectable;
        if ((rawContext & FwpmContext.InboundPassThru) != 0)
            return CalloutDecision.PermitUnchecked;
        return (rawContext & FwpmContext.InboundPersistConnectionSecurity) != 0 ? Persist(facts) : CalloutDecision.Block;
    }

    private static CalloutDecision Persist(in CalloutFacts facts)
    {
        if (!facts.FlowSecured)
            return CalloutDecision.PermitClear;
        return facts.InGrace ? CalloutDecision.PermitInGrace : CalloutDecision.BlockDowngrade;
    }
}
