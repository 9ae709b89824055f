namespace Gatehouse.Model.Wfp;

/// <summary>The names of raw context bits at each layer (fwpmu.h; reference section 4.2), without their common FWPM_CONTEXT_.</summary>
internal static class FwpmContextNames
{
    private static readonly (ulong Bit, string Name)[] Inbound =
    [
        (FwpmContext.InboundPassThru, "IPSEC_INBOUND_PASSTHRU"),
        (FwpmContext.InboundPersistConnectionSecurity, "IPSEC_INBOUND_PERSIST_CONNECTION_SECURITY"),
        (FwpmContext.InboundSecurityRealmId, "IPSEC_INBOUND_SECURITY_REALM_ID"),
    ];

    // The header spells the last one so.
    private static readonly (ulong Bit, string Name)[] Outbound =
    [
        (FwpmContext.OutboundNegotiateDiscover, "IPSEC_OUTBOUND_NEGOTIATE_DISCOVER"),
        (FwpmContext.OutboundSuppressNegotiation, "IPSEC_OUTBOUND_SUPPRESS_NEGOTIATION"),
        (FwpmContext.OutboundSecurityRealmId, "IPSEC_OUTBOUNDBOUND_SECURITY_REALM_ID"),
    ];

    private static readonly (ulong Bit, string Name)[] Accept =
    [
        (FwpmContext.AleRequireIpsecEncryption, "ALE_SET_CONNECTION_REQUIRE_IPSEC_ENCRYPTION"),
        (FwpmContext.AleAllowFirstInboundPacketUnencrypted, "ALE_SET_CONNECTION_ALLOW_FIRST_INBOUND_PKT_UNENCRYPTED"),
        (FwpmContext.AleAllowAuthFw, "ALE_ALLOW_AUTH_FW"),
    ];

    private static readonly (ulong Bit, string Name)[] Connect =
    [
        (FwpmContext.AleRequireIpsecSecurity, "ALE_SET_CONNECTION_REQUIRE_IPSEC_SECURITY"),
        (FwpmContext.AleLazySdEvaluation, "ALE_SET_CONNECTION_LAZY_SD_EVALUATION"),
        .. Accept,
    ];

    public static (ulong Bit, string Name)[] At(FwpmLayer layer) => layer switch
    {
        FwpmLayer.InboundTransportV4 or FwpmLayer.InboundTransportV6 => Inbound,
        FwpmLayer.OutboundTransportV4 or FwpmLayer.OutboundTransportV6 => Outbound,
        FwpmLayer.AleAuthRecvAcceptV4 or FwpmLayer.AleAuthRecvAcceptV6 => Accept,
        FwpmLayer.AleAuthConnectV4 or FwpmLayer.AleAuthConnectV6 => Connect,
        _ => [],
    };
}
