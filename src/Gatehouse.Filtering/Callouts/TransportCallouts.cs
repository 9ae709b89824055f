using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering.Callouts;

/// <summary>
/// The decisions of the built-in IPsec callouts at the transport layers (reference sections 4.1, 4.2 and 10 #16, #35), shared by
/// enforcement, simulation and, later, the explainer.
/// </summary>
public static class TransportCallouts
{
    /// <summary>
    /// Asks a callout. Raw contexts of negotiation discovery are not enforced by this build; a filter that carries one is judged as if it
    /// carried none, which is the stricter answer.
    /// </summary>
    public static CalloutDecision Decide(FwpmCallout callout, in CalloutFacts facts) => callout switch
    {
        FwpmCallout.IpsecOutboundTransportV4 or FwpmCallout.IpsecOutboundTransportV6 => Outbound(facts),
        FwpmCallout.IpsecInboundTransportV4 or FwpmCallout.IpsecInboundTransportV6 => Inbound(facts),
        FwpmCallout.KeyingSocketV4 or FwpmCallout.KeyingSocketV6 =>
            facts.KeyingMark ? CalloutDecision.PermitKeying : CalloutDecision.Continue,

        // INITIATE_SECURE belongs to the ALE layers, which nothing consults before negotiation discovery is enforced.
        _ => CalloutDecision.Block,
    };

    private static CalloutDecision Outbound(in CalloutFacts facts) =>
        facts.Loopback || facts.GroupDestination ? CalloutDecision.PermitNotProtectable : CalloutDecision.Protect;

    private static CalloutDecision Inbound(in CalloutFacts facts)
    {
        if (facts.ArrivedProtected)
            return CalloutDecision.PermitProtected;
        return facts.Loopback || facts.GroupDestination ? CalloutDecision.PermitNotProtectable : CalloutDecision.Block;
    }
}
