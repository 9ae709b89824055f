namespace Gatehouse.Filtering.Callouts;

/// <summary>The decisions of the built-in IPsec callouts at the ALE layers, which are asked once per connection (reference sections 4.1 and 8.3).</summary>
internal static class AleCallouts
{
    /// <summary>
    /// FWPM_CALLOUT_IPSEC_INBOUND_INITIATE_SECURE: each inbound connection must be protected. When a connection is authorised again,
    /// <see cref="CalloutFacts.ArrivedProtected"/> says that it is secured.
    /// </summary>
    public static CalloutDecision InitiateSecure(in CalloutFacts facts)
    {
        if (facts.ArrivedProtected)
            return CalloutDecision.PermitProtected;
        return facts.Loopback || facts.GroupDestination ? CalloutDecision.PermitNotProtectable : CalloutDecision.BlockConnection;
    }

    /// <summary>
    /// FWPM_CALLOUT_IPSEC_ALE_CONNECT permits each outbound connection; what its raw context asks of the connection, the flow remembers.
    /// </summary>
    public static CalloutDecision Connect(in CalloutFacts facts) =>
        facts.Loopback || facts.GroupDestination ? CalloutDecision.PermitNotProtectable : CalloutDecision.PermitUnchecked;
}
