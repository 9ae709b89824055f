using System.Collections.Immutable;
using Gatehouse.Base;

namespace Gatehouse.Model.Wfp;

/// <summary>Layer names, GUIDs and fields (Windows SDK fwpmu.h; reference sections 1.1 and 1.3).</summary>
public static class FwpmLayers
{
    private const FwpmLayerFlags Enumerated = FwpmLayerFlags.BuiltIn;

    private const FwpmLayerFlags Classified = FwpmLayerFlags.BuiltIn | FwpmLayerFlags.ClassifyMostly;

    private const FwpmLayerFlags Kernel = FwpmLayerFlags.Kernel | FwpmLayerFlags.BuiltIn | FwpmLayerFlags.ClassifyMostly;

    private static readonly ImmutableArray<FwpmLayerInfo> Table =
    [
        Row(FwpmLayer.IkeextV4, "FWPM_LAYER_IKEEXT_V4", "b14b7bdb-dbbd-473e-bed4-8b4708d4f270", IpFamily.V4, Classified, LayerFields.Ikeext),
        Row(FwpmLayer.IkeextV6, "FWPM_LAYER_IKEEXT_V6", "b64786b3-f687-4eb9-89d2-8ef32acdabe2", IpFamily.V6, Classified, LayerFields.Ikeext),
        Row(FwpmLayer.IpsecV4, "FWPM_LAYER_IPSEC_V4", "eda65c74-610d-4bc5-948f-3c4f89556867", IpFamily.V4, Enumerated, LayerFields.Ipsec),
        Row(FwpmLayer.IpsecV6, "FWPM_LAYER_IPSEC_V6", "13c48442-8d87-4261-9a29-59d2abc348b4", IpFamily.V6, Enumerated, LayerFields.Ipsec),
        Row(
            FwpmLayer.InboundTransportV4,
            "FWPM_LAYER_INBOUND_TRANSPORT_V4",
            "5926dfc8-e3cf-4426-a283-dc393f5d0f9d",
            IpFamily.V4,
            Kernel,
            LayerFields.InboundTransport),
        Row(
            FwpmLayer.InboundTransportV6,
            "FWPM_LAYER_INBOUND_TRANSPORT_V6",
            "634a869f-fc23-4b90-b0c1-bf620a36ae6f",
            IpFamily.V6,
            Kernel,
            LayerFields.InboundTransport),
        Row(
            FwpmLayer.OutboundTransportV4,
            "FWPM_LAYER_OUTBOUND_TRANSPORT_V4",
            "09e61aea-d214-46e2-9b21-b26b0b2f28c8",
            IpFamily.V4,
            Kernel,
            LayerFields.OutboundTransport),
        Row(
            FwpmLayer.OutboundTransportV6,
            "FWPM_LAYER_OUTBOUND_TRANSPORT_V6",
            "e1735bde-013f-4655-b351-a49e15762df0",
            IpFamily.V6,
            Kernel,
            LayerFields.OutboundTransport),
        Row(
            FwpmLayer.AleAuthRecvAcceptV4,
            "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4",
            "e1cd9fe7-f4b5-4273-96c0-592e487b8650",
            IpFamily.V4,
            Kernel,
            LayerFields.AleAuthRecvAccept),
        Row(
            FwpmLayer.AleAuthRecvAcceptV6,
            "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6",
            "a3b42c97-9f04-4672-b87e-cee9c483257f",
            IpFamily.V6,
            Kernel,
            LayerFields.AleAuthRecvAccept),
        Row(
            FwpmLayer.AleAuthConnectV4,
            "FWPM_LAYER_ALE_AUTH_CONNECT_V4",
            "c38d57d1-05a7-4c33-904f-7fbceee60e82",
            IpFamily.V4,
            Kernel,
            LayerFields.AleAuthConnect),
        Row(
            FwpmLayer.AleAuthConnectV6,
            "FWPM_LAYER_ALE_AUTH_CONNECT_V6",
            "4a72393b-319f-44bc-84c3-ba54dcb3b6b4",
            IpFamily.V6,
            Kernel,
            LayerFields.AleAuthConnect),
        Row(
            FwpmLayer.IpsecKmDemuxV4,
            "FWPM_LAYER_IPSEC_KM_DEMUX_V4",
            "f02b1526-a459-4a51-b9e3-759de52b9d2c",
            IpFamily.V4,
            Enumerated,
            LayerFields.IpsecKmDemux),
        Row(
            FwpmLayer.IpsecKmDemuxV6,
            "FWPM_LAYER_IPSEC_KM_DEMUX_V6",
            "2f755cf6-2fd4-4e88-b3e4-a91bca495235",
            IpFamily.V6,
            Enumerated,
            LayerFields.IpsecKmDemux),
        Row(
            FwpmLayer.KmAuthorization,
            "FWPM_LAYER_KM_AUTHORIZATION",
            "4aa226e9-9020-45fb-956a-c0249d841195",
            IpFamily.V4,
            Classified,
            LayerFields.KmAuthorization),
        Row(
            FwpmLayer.InboundTransportV4Discard,
            "FWPM_LAYER_INBOUND_TRANSPORT_V4_DISCARD",
            "ac4a9833-f69d-4648-b261-6dc84835ef39",
            IpFamily.V4,
            Kernel,
            LayerFields.InboundTransport),
        Row(
            FwpmLayer.InboundTransportV6Discard,
            "FWPM_LAYER_INBOUND_TRANSPORT_V6_DISCARD",
            "2a6ff955-3b2b-49d2-9848-ad9d72dcaab7",
            IpFamily.V6,
            Kernel,
            LayerFields.InboundTransport),
        Row(
            FwpmLayer.OutboundTransportV4Discard,
            "FWPM_LAYER_OUTBOUND_TRANSPORT_V4_DISCARD",
            "c5f10551-bdb0-43d7-a313-50e211f4d68a",
            IpFamily.V4,
            Kernel,
            LayerFields.OutboundTransport),
        Row(
            FwpmLayer.OutboundTransportV6Discard,
            "FWPM_LAYER_OUTBOUND_TRANSPORT_V6_DISCARD",
            "f433df69-ccbd-482e-b9b2-57165658c3b3",
            IpFamily.V6,
            Kernel,
            LayerFields.OutboundTransport),
        Row(FwpmLayer.AleAuthListenV4, "FWPM_LAYER_ALE_AUTH_LISTEN_V4", "88bb5dad-76d7-4227-9c71-df0a3ed7be7e", IpFamily.V4, Kernel, LayerFields.AleAuthListen),
        Row(FwpmLayer.AleAuthListenV6, "FWPM_LAYER_ALE_AUTH_LISTEN_V6", "7ac9de24-17dd-4814-b4bd-a9fbc95a321b", IpFamily.V6, Kernel, LayerFields.AleAuthListen),
        Row(
            FwpmLayer.AleFlowEstablishedV4,
            "FWPM_LAYER_ALE_FLOW_ESTABLISHED_V4",
            "af80470a-5596-4c13-9992-539e6fe57967",
            IpFamily.V4,
            Kernel,
            LayerFields.AleFlowEstablished),
        Row(
            FwpmLayer.AleFlowEstablishedV6,
            "FWPM_LAYER_ALE_FLOW_ESTABLISHED_V6",
            "7021d2b3-dfa4-406e-afeb-6afaf7e70efd",
            IpFamily.V6,
            Kernel,
            LayerFields.AleFlowEstablished),
        Row(
            FwpmLayer.InboundIpPacketV4,
            "FWPM_LAYER_INBOUND_IPPACKET_V4",
            "c86fd1bf-21cd-497e-a0bb-17425c885c58",
            IpFamily.V4,
            Kernel,
            LayerFields.InboundIpPacket),
        Row(
            FwpmLayer.InboundIpPacketV6,
            "FWPM_LAYER_INBOUND_IPPACKET_V6",
            "f52032cb-991c-46e7-971d-2601459a91ca",
            IpFamily.V6,
            Kernel,
            LayerFields.InboundIpPacket),
        Row(
            FwpmLayer.OutboundIpPacketV4,
            "FWPM_LAYER_OUTBOUND_IPPACKET_V4",
            "1e5c9fae-8a84-4135-a331-950b54229ecd",
            IpFamily.V4,
            Kernel,
            LayerFields.OutboundIpPacket),
        Row(
            FwpmLayer.OutboundIpPacketV6,
            "FWPM_LAYER_OUTBOUND_IPPACKET_V6",
            "a3b3ab6b-3564-488c-9117-f34e82142763",
            IpFamily.V6,
            Kernel,
            LayerFields.OutboundIpPacket),
        Row(FwpmLayer.IpForwardV4, "FWPM_LAYER_IPFORWARD_V4", "a82acc24-4ee1-4ee1-b465-fd1d25cb10a4", IpFamily.V4, Kernel, LayerFields.IpForward),
        Row(FwpmLayer.IpForwardV6, "FWPM_LAYER_IPFORWARD_V6", "7b964818-19c7-493a-b71f-832c3684d28c", IpFamily.V6, Kernel, LayerFields.IpForward),
    ];

    /// <summary>Every known layer, in the order of the enum.</summary>
    public static ImmutableArray<FwpmLayerInfo> All => Table;

    /// <summary>The row of a layer.</summary>
    public static FwpmLayerInfo Info(FwpmLayer layer) => Table[(int)layer];

    private static FwpmLayerInfo Row(
        FwpmLayer layer, string name, string key, IpFamily family, FwpmLayerFlags flags, ImmutableArray<FwpmConditionField> fields) =>
        new(layer, name, Guid.Parse(key), family, flags, fields);
}
