namespace Gatehouse.Model.Wfp;

/// <summary>The callouts a filter may name. The table <see cref="FwpmCallouts"/> gives names, GUIDs and layers.</summary>
public enum FwpmCallout
{
    /// <summary>FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT_V4.</summary>
    IpsecInboundTransportV4,

    /// <summary>FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT_V6.</summary>
    IpsecInboundTransportV6,

    /// <summary>FWPM_CALLOUT_IPSEC_OUTBOUND_TRANSPORT_V4.</summary>
    IpsecOutboundTransportV4,

    /// <summary>FWPM_CALLOUT_IPSEC_OUTBOUND_TRANSPORT_V6.</summary>
    IpsecOutboundTransportV6,

    /// <summary>FWPM_CALLOUT_IPSEC_INBOUND_INITIATE_SECURE_V4.</summary>
    IpsecInboundInitiateSecureV4,

    /// <summary>FWPM_CALLOUT_IPSEC_INBOUND_INITIATE_SECURE_V6.</summary>
    IpsecInboundInitiateSecureV6,

    /// <summary>FWPM_CALLOUT_IPSEC_ALE_CONNECT_V4.</summary>
    IpsecAleConnectV4,

    /// <summary>FWPM_CALLOUT_IPSEC_ALE_CONNECT_V6.</summary>
    IpsecAleConnectV6,

    /// <summary>GATEHOUSE_CALLOUT_KEYING_SOCKET_V4: permits a packet that bears the mark of the node's own keying socket, else continues.</summary>
    KeyingSocketV4,

    /// <summary>GATEHOUSE_CALLOUT_KEYING_SOCKET_V6.</summary>
    KeyingSocketV6,

    /// <summary>FWPM_CALLOUT_IPSEC_INBOUND_TUNNEL_V4: same check for tunnel-mode SAs.</summary>
    IpsecInboundTunnelV4,

    /// <summary>FWPM_CALLOUT_IPSEC_INBOUND_TUNNEL_V6: same check for tunnel-mode SAs.</summary>
    IpsecInboundTunnelV6,

    /// <summary>FWPM_CALLOUT_IPSEC_OUTBOUND_TUNNEL_V4: outbound marker for tunnel SAs.</summary>
    IpsecOutboundTunnelV4,

    /// <summary>FWPM_CALLOUT_IPSEC_OUTBOUND_TUNNEL_V6: outbound marker for tunnel SAs.</summary>
    IpsecOutboundTunnelV6,

    /// <summary>FWPM_CALLOUT_IPSEC_FORWARD_INBOUND_TUNNEL_V4: gateway inbound check.</summary>
    IpsecForwardInboundTunnelV4,

    /// <summary>FWPM_CALLOUT_IPSEC_FORWARD_INBOUND_TUNNEL_V6: gateway inbound check.</summary>
    IpsecForwardInboundTunnelV6,

    /// <summary>FWPM_CALLOUT_IPSEC_FORWARD_OUTBOUND_TUNNEL_V4: gateway outbound marker.</summary>
    IpsecForwardOutboundTunnelV4,

    /// <summary>FWPM_CALLOUT_IPSEC_FORWARD_OUTBOUND_TUNNEL_V6: gateway outbound marker.</summary>
    IpsecForwardOutboundTunnelV6,

    /// <summary>FWPM_CALLOUT_IPSEC_INBOUND_TUNNEL_ALE_ACCEPT_V4: lets IP-in-IP tunnel packets pass ALE accept.</summary>
    IpsecInboundTunnelAleAcceptV4,

    /// <summary>FWPM_CALLOUT_IPSEC_INBOUND_TUNNEL_ALE_ACCEPT_V6: lets IP-in-IP tunnel packets pass ALE accept.</summary>
    IpsecInboundTunnelAleAcceptV6,

    /// <summary>FWPM_CALLOUT_IPSEC_DOSP_FORWARD_V4: DoS-protection check/rate limit (Win7/2008R2+).</summary>
    IpsecDospForwardV4,

    /// <summary>FWPM_CALLOUT_IPSEC_DOSP_FORWARD_V6: DoS-protection check/rate limit (Win7/2008R2+).</summary>
    IpsecDospForwardV6,

    /// <summary>FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP: stealth drop of packets with no listener.</summary>
    WfpTransportLayerSilentDropV4,

    /// <summary>FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V6_SILENT_DROP: stealth drop of packets with no listener.</summary>
    WfpTransportLayerSilentDropV6,
}
