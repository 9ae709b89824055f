using System.Collections.Immutable;

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
}

/// <summary>One row of the callout table.</summary>
/// <param name="Callout">The callout.</param>
/// <param name="Name">Its name as the SDK spells it, or ours for those Windows does not have.</param>
/// <param name="Key">The callout's GUID.</param>
/// <param name="Layer">The only layer a filter may use it at.</param>
public sealed record FwpmCalloutInfo(FwpmCallout Callout, string Name, Guid Key, FwpmLayer Layer);

/// <summary>Callout names, GUIDs and layers (Windows SDK fwpmu.h; reference section 4.1).</summary>
public static class FwpmCallouts
{
    private static readonly ImmutableArray<FwpmCalloutInfo> Table =
    [
        Row(
            FwpmCallout.IpsecInboundTransportV4,
            "FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT_V4",
            "5132900d-5e84-4b5f-80e4-01741e81ff10",
            FwpmLayer.InboundTransportV4),
        Row(
            FwpmCallout.IpsecInboundTransportV6,
            "FWPM_CALLOUT_IPSEC_INBOUND_TRANSPORT_V6",
            "49d3ac92-2a6c-4dcf-955f-1c3be009dd99",
            FwpmLayer.InboundTransportV6),
        Row(
            FwpmCallout.IpsecOutboundTransportV4,
            "FWPM_CALLOUT_IPSEC_OUTBOUND_TRANSPORT_V4",
            "4b46bf0a-4523-4e57-aa38-a87987c910d9",
            FwpmLayer.OutboundTransportV4),
        Row(
            FwpmCallout.IpsecOutboundTransportV6,
            "FWPM_CALLOUT_IPSEC_OUTBOUND_TRANSPORT_V6",
            "38d87722-ad83-4f11-a91f-df0fb077225b",
            FwpmLayer.OutboundTransportV6),
        Row(
            FwpmCallout.IpsecInboundInitiateSecureV4,
            "FWPM_CALLOUT_IPSEC_INBOUND_INITIATE_SECURE_V4",
            "7dff309b-ba7d-4aba-91aa-ae5c6640c944",
            FwpmLayer.AleAuthRecvAcceptV4),
        Row(
            FwpmCallout.IpsecInboundInitiateSecureV6,
            "FWPM_CALLOUT_IPSEC_INBOUND_INITIATE_SECURE_V6",
            "a9a0d6d9-c58c-474e-8aeb-3cfe99d6d53d",
            FwpmLayer.AleAuthRecvAcceptV6),
        Row(FwpmCallout.IpsecAleConnectV4, "FWPM_CALLOUT_IPSEC_ALE_CONNECT_V4", "6ac141fc-f75d-4203-b9c8-48e6149c2712", FwpmLayer.AleAuthConnectV4),
        Row(FwpmCallout.IpsecAleConnectV6, "FWPM_CALLOUT_IPSEC_ALE_CONNECT_V6", "4c0dda05-e31f-4666-90b0-b3dfad34129a", FwpmLayer.AleAuthConnectV6),
        Row(FwpmCallout.KeyingSocketV4, "GATEHOUSE_CALLOUT_KEYING_SOCKET_V4", "6a7e8f10-0001-4b6b-9c1d-67617465686f", FwpmLayer.OutboundTransportV4),
        Row(FwpmCallout.KeyingSocketV6, "GATEHOUSE_CALLOUT_KEYING_SOCKET_V6", "6a7e8f10-0002-4b6b-9c1d-67617465686f", FwpmLayer.OutboundTransportV6),
    ];

    /// <summary>Every known callout, in the order of the enum.</summary>
    public static ImmutableArray<FwpmCalloutInfo> All => Table;

    /// <summary>The row of a callout.</summary>
    public static FwpmCalloutInfo Info(FwpmCallout callout) => Table[(int)callout];

    private static FwpmCalloutInfo Row(FwpmCallout callout, string name, string key, FwpmLayer layer) => new(callout, name, Guid.Parse(key), layer);
}
