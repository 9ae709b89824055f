namespace Gatehouse.Model.Wfp;

/// <summary>
/// FWPM_CONTEXT_*: raw contexts of the built-in IPsec callouts (fwpmu.h; reference section 4.2). The same number means different things at
/// different layers.
/// </summary>
public static class FwpmContext
{
    /// <summary>FWPM_CONTEXT_IPSEC_INBOUND_PASSTHRU: accept without a check.</summary>
    public const ulong InboundPassThru = 0x1;

    /// <summary>FWPM_CONTEXT_IPSEC_INBOUND_PERSIST_CONNECTION_SECURITY: a connection once protected stays protected.</summary>
    public const ulong InboundPersistConnectionSecurity = 0x2;

    /// <summary>FWPM_CONTEXT_IPSEC_INBOUND_SECURITY_REALM_ID: of a security realm. There are no realms here, so it changes nothing.</summary>
    public const ulong InboundSecurityRealmId = 0x4;

    /// <summary>FWPM_CONTEXT_IPSEC_INBOUND_RESERVED: bits that must be 0.</summary>
    public const ulong InboundReserved = 0xFF00_0000_0000_0000;

    /// <summary>FWPM_CONTEXT_IPSEC_OUTBOUND_NEGOTIATE_DISCOVER: send in clear and negotiate in parallel.</summary>
    public const ulong OutboundNegotiateDiscover = 0x1;

    /// <summary>FWPM_CONTEXT_IPSEC_OUTBOUND_SUPPRESS_NEGOTIATION: use an SA if there is one, start no negotiation.</summary>
    public const ulong OutboundSuppressNegotiation = 0x2;

    /// <summary>FWPM_CONTEXT_IPSEC_OUTBOUND_SECURITY_REALM_ID, which the header spells OUTBOUNDBOUND: as inbound, it changes nothing.</summary>
    public const ulong OutboundSecurityRealmId = 0x4;

    /// <summary>FWPM_CONTEXT_ALE_SET_CONNECTION_REQUIRE_IPSEC_SECURITY, at ALE_AUTH_CONNECT: the connection must be protected.</summary>
    public const ulong AleRequireIpsecSecurity = 0x2;

    /// <summary>FWPM_CONTEXT_ALE_SET_CONNECTION_LAZY_SD_EVALUATION, at ALE_AUTH_CONNECT: the identity check may come later.</summary>
    public const ulong AleLazySdEvaluation = 0x4;

    /// <summary>FWPM_CONTEXT_ALE_SET_CONNECTION_REQUIRE_IPSEC_ENCRYPTION, at both ALE layers: guaranteed encryption.</summary>
    public const ulong AleRequireIpsecEncryption = 0x8;

    /// <summary>FWPM_CONTEXT_ALE_SET_CONNECTION_ALLOW_FIRST_INBOUND_PKT_UNENCRYPTED: the first packet may be integrity-only.</summary>
    public const ulong AleAllowFirstInboundPacketUnencrypted = 0x10;

    /// <summary>
    /// FWPM_CONTEXT_ALE_ALLOW_AUTH_FW: connections of ESP_AUTH_FW; at ALE_AUTH_CONNECT only together with <see cref="AleRequireIpsecSecurity"/>.
    /// </summary>
    public const ulong AleAllowAuthFw = 0x20;
}
