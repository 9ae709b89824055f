namespace Gatehouse.Model.Wfp;

/// <summary>The WFP layers this build knows. The table <see cref="FwpmLayers"/> gives names, GUIDs and fields.</summary>
public enum FwpmLayer
{
    /// <summary>FWPM_LAYER_IKEEXT_V4: main-mode policy.</summary>
    IkeextV4,

    /// <summary>FWPM_LAYER_IKEEXT_V6.</summary>
    IkeextV6,

    /// <summary>FWPM_LAYER_IPSEC_V4: quick-mode policy.</summary>
    IpsecV4,

    /// <summary>FWPM_LAYER_IPSEC_V6.</summary>
    IpsecV6,

    /// <summary>FWPM_LAYER_INBOUND_TRANSPORT_V4.</summary>
    InboundTransportV4,

    /// <summary>FWPM_LAYER_INBOUND_TRANSPORT_V6.</summary>
    InboundTransportV6,

    /// <summary>FWPM_LAYER_OUTBOUND_TRANSPORT_V4.</summary>
    OutboundTransportV4,

    /// <summary>FWPM_LAYER_OUTBOUND_TRANSPORT_V6.</summary>
    OutboundTransportV6,

    /// <summary>FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4.</summary>
    AleAuthRecvAcceptV4,

    /// <summary>FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6.</summary>
    AleAuthRecvAcceptV6,

    /// <summary>FWPM_LAYER_ALE_AUTH_CONNECT_V4: each new outbound connection.</summary>
    AleAuthConnectV4,

    /// <summary>FWPM_LAYER_ALE_AUTH_CONNECT_V6.</summary>
    AleAuthConnectV6,

    /// <summary>FWPM_LAYER_IPSEC_KM_DEMUX_V4.</summary>
    IpsecKmDemuxV4,

    /// <summary>FWPM_LAYER_IPSEC_KM_DEMUX_V6.</summary>
    IpsecKmDemuxV6,

    /// <summary>FWPM_LAYER_KM_AUTHORIZATION.</summary>
    KmAuthorization,

    /// <summary>FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD.</summary>
    InboundTransportV4Discard,

    /// <summary>FWPM_LAYER_INBOUND_TRANSPORT_V6_DISCARD.</summary>
    InboundTransportV6Discard,

    /// <summary>FWPM_LAYER_OUTBOUND_TRANSPORT_V4_DISCARD.</summary>
    OutboundTransportV4Discard,

    /// <summary>FWPM_LAYER_OUTBOUND_TRANSPORT_V6_DISCARD.</summary>
    OutboundTransportV6Discard,

    /// <summary>FWPM_LAYER_ALE_AUTH_LISTEN_V4.</summary>
    AleAuthListenV4,

    /// <summary>FWPM_LAYER_ALE_AUTH_LISTEN_V6.</summary>
    AleAuthListenV6,

    /// <summary>FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4.</summary>
    AleFlowEstablishedV4,

    /// <summary>FWPM_LAYER_ALE_FLOW_ESTABLISHED_V6.</summary>
    AleFlowEstablishedV6,

    /// <summary>FWPM_LAYER_INBOUND_IPPACKET_V4.</summary>
    InboundIpPacketV4,

    /// <summary>FWPM_LAYER_INBOUND_IPPACKET_V6.</summary>
    InboundIpPacketV6,

    /// <summary>FWPM_LAYER_OUTBOUND_IPPACKET_V4.</summary>
    OutboundIpPacketV4,

    /// <summary>FWPM_LAYER_OUTBOUND_IPPACKET_V6.</summary>
    OutboundIpPacketV6,

    /// <summary>FWPM_LAYER_IPFORWARD_V4.</summary>
    IpForwardV4,

    /// <summary>FWPM_LAYER_IPFORWARD_V6.</summary>
    IpForwardV6,
}
