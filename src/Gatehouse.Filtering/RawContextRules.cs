using Gatehouse.Model.Wfp;

// cold: runs when policy changes.
namespace Gatehouse.Filtering;

/// <summary>
/// Which raw contexts the built-in IPsec callouts take (reference section 4.2). A bit without a meaning here is kept and changes nothing; a bit that
/// must be 0, and one that is valid in company only, are refused.
/// </summary>
internal static class RawContextRules
{
    /// <summary>The rule that the raw context of a filter breaks, or null.</summary>
    public static (FwpError Error, string What)? Check(FwpmFilter filter)
    {
        var context = filter.RawContext ?? 0;
        switch (filter.Callout)
        {
            case FwpmCallout.IpsecInboundTransportV4 or FwpmCallout.IpsecInboundTransportV6 when (context & FwpmContext.InboundReserved) != 0:
                return (FwpError.Reserved, $"raw context 0x{context:x} has bits of FWPM_CONTEXT_IPSEC_INBOUND_RESERVED");
            case FwpmCallout.IpsecAleConnectV4 or FwpmCallout.IpsecAleConnectV6
                when (context & FwpmContext.AleAllowAuthFw) != 0 && (context & FwpmContext.AleRequireIpsecSecurity) == 0:
                return (
                    FwpError.ContextIncompatibleWithCallout,
                    "FWPM_CONTEXT_ALE_ALLOW_AUTH_FW goes with FWPM_CONTEXT_ALE_SET_CONNECTION_REQUIRE_IPSEC_SECURITY only");
            default:
                return null;
        }
    }
}
