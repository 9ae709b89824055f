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
        if (filter.Layer is FwpmLayer.InboundTransportV4 or FwpmLayer.InboundTransportV6 && (context & FwpmContext.InboundReserved) != 0)
            return (FwpError.Reserved, $"raw context 0x{context:x} has bits of FWPM_CONTEXT_IPSEC_INBOUND_RESERVED");
        var isConnect = filter.Callout is FwpmCallout.IpsecAleConnectV4 or FwpmCallout.IpsecAleConnectV6;
        var lacksCompany = (context & FwpmContext.AleAllowAuthFw) != 0 && (context & FwpmContext.AleRequireIpsecSecurity) == 0;
        return isConnect && lacksCompany
            ? (FwpError.ContextIncompatibleWithCallout, "ALE_ALLOW_AUTH_FW goes with ALE_SET_CONNECTION_REQUIRE_IPSEC_SECURITY only")
            : null;
    }
}
