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
}
