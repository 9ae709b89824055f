using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gatehouse.Model.Wfp;

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
            FwpmLayer.AleAuthRecvAcceptV4,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecInboundInitiateSecureV6,
            "FWPM_CALLOUT_IPSEC_INBOUND_INITIATE_SECURE_V6",
            "a9a0d6d9-c58c-474e-8aeb-3cfe99d6d53d",
            FwpmLayer.AleAuthRecvAcceptV6,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecAleConnectV4,
            "FWPM_CALLOUT_IPSEC_ALE_CONNECT_V4",
            "6ac141fc-f75d-4203-b9c8-48e6149c2712",
            FwpmLayer.AleAuthConnectV4,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecAleConnectV6,
            "FWPM_CALLOUT_IPSEC_ALE_CONNECT_V6",
            "4c0dda05-e31f-4666-90b0-b3dfad34129a",
            FwpmLayer.AleAuthConnectV6,
            usesProviderContext: true),
        Row(FwpmCallout.KeyingSocketV4, "GATEHOUSE_CALLOUT_KEYING_SOCKET_V4", "6a7e8f10-0001-4b6b-9c1d-67617465686f", FwpmLayer.OutboundTransportV4),
        Row(FwpmCallout.KeyingSocketV6, "GATEHOUSE_CALLOUT_KEYING_SOCKET_V6", "6a7e8f10-0002-4b6b-9c1d-67617465686f", FwpmLayer.OutboundTransportV6),
        Row(
            FwpmCallout.IpsecInboundTunnelV4,
            "FWPM_CALLOUT_IPSEC_INBOUND_TUNNEL_V4",
            "191a8a46-0bf8-46cf-b045-4b45dfa6a324",
            FwpmLayer.InboundTransportV4,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecInboundTunnelV6,
            "FWPM_CALLOUT_IPSEC_INBOUND_TUNNEL_V6",
            "80c342e3-1e53-4d6f-9b44-03df5aeee154",
            FwpmLayer.InboundTransportV6,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecOutboundTunnelV4,
            "FWPM_CALLOUT_IPSEC_OUTBOUND_TUNNEL_V4",
            "70a4196c-835b-4fb0-98e8-075f4d977d46",
            FwpmLayer.OutboundTransportV4,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecOutboundTunnelV6,
            "FWPM_CALLOUT_IPSEC_OUTBOUND_TUNNEL_V6",
            "f1835363-a6a5-4e62-b180-23db789d8da6",
            FwpmLayer.OutboundTransportV6,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecForwardInboundTunnelV4,
            "FWPM_CALLOUT_IPSEC_FORWARD_INBOUND_TUNNEL_V4",
            "28829633-c4f0-4e66-873f-844db2a899c7",
            FwpmLayer.IpForwardV4,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecForwardInboundTunnelV6,
            "FWPM_CALLOUT_IPSEC_FORWARD_INBOUND_TUNNEL_V6",
            "af50bec2-c686-429a-884d-b74443e7b0b4",
            FwpmLayer.IpForwardV6,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecForwardOutboundTunnelV4,
            "FWPM_CALLOUT_IPSEC_FORWARD_OUTBOUND_TUNNEL_V4",
            "fb532136-15cb-440b-937c-1717ca320c40",
            FwpmLayer.IpForwardV4,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecForwardOutboundTunnelV6,
            "FWPM_CALLOUT_IPSEC_FORWARD_OUTBOUND_TUNNEL_V6",
            "dae640cc-e021-4bee-9eb6-a48b275c8c1d",
            FwpmLayer.IpForwardV6,
            usesProviderContext: true),
        Row(
            FwpmCallout.IpsecInboundTunnelAleAcceptV4,
            "FWPM_CALLOUT_IPSEC_INBOUND_TUNNEL_ALE_ACCEPT_V4",
            "3df6e7de-fd20-48f2-9f26-f854444cba79",
            FwpmLayer.AleAuthRecvAcceptV4),
        Row(
            FwpmCallout.IpsecInboundTunnelAleAcceptV6,
            "FWPM_CALLOUT_IPSEC_INBOUND_TUNNEL_ALE_ACCEPT_V6",
            "a1e392d3-72ac-47bb-87a7-0122c69434ab",
            FwpmLayer.AleAuthRecvAcceptV6),
        Row(
            FwpmCallout.IpsecDospForwardV4,
            "FWPM_CALLOUT_IPSEC_DOSP_FORWARD_V4",
            "2fcb56ec-cd37-4b4f-b108-62c2b1850a0c",
            FwpmLayer.IpForwardV4),
        Row(
            FwpmCallout.IpsecDospForwardV6,
            "FWPM_CALLOUT_IPSEC_DOSP_FORWARD_V6",
            "6d08a342-db9e-4fbe-9ed2-57374ce89f79",
            FwpmLayer.IpForwardV6),
        Row(
            FwpmCallout.WfpTransportLayerSilentDropV4,
            "FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V4_SILENT_DROP",
            "eda08606-2494-4d78-89bc-67837c03b969",
            FwpmLayer.InboundTransportV4Discard),
        Row(
            FwpmCallout.WfpTransportLayerSilentDropV6,
            "FWPM_CALLOUT_WFP_TRANSPORT_LAYER_V6_SILENT_DROP",
            "8693cc74-a075-4156-b476-9286eece814e",
            FwpmLayer.InboundTransportV6Discard),
    ];

    private static readonly FrozenDictionary<Guid, FwpmCalloutInfo> ByKey = Table.ToFrozenDictionary(row => row.Key);

    /// <summary>Every known callout, in the order of the enum.</summary>
    public static ImmutableArray<FwpmCalloutInfo> All => Table;

    /// <summary>The row of a callout.</summary>
    public static FwpmCalloutInfo Info(FwpmCallout callout) => Table[(int)callout];

    /// <summary>The row of a GUID, or null when this build does not know it.</summary>
    public static FwpmCalloutInfo? Find(Guid key) => ByKey.GetValueOrDefault(key);

    private static FwpmCalloutInfo Row(FwpmCallout callout, string name, string key, FwpmLayer layer, bool usesProviderContext = false) =>
        new(callout, name, Guid.Parse(key), layer, usesProviderContext);
}
