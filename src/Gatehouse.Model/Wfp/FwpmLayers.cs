using System.Collections.Immutable;
using Gatehouse.Base;
using F = Gatehouse.Model.Wfp.FwpmConditionField;

namespace Gatehouse.Model.Wfp;

/// <summary>One row of the layer table.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">FWPM_LAYER_… as the SDK spells it.</param>
/// <param name="Key">The layer's GUID.</param>
/// <param name="Family">Address family of the layer.</param>
/// <param name="Fields">The condition fields a filter at this layer may test, of those this build knows.</param>
public sealed record FwpmLayerInfo(FwpmLayer Layer, string Name, Guid Key, IpFamily Family, ImmutableArray<F> Fields);

/// <summary>Layer names, GUIDs and fields (Windows SDK fwpmu.h; reference sections 1.1 and 1.3).</summary>
public static class FwpmLayers
{
    private static readonly ImmutableArray<F> Ikeext = [F.IpLocalAddress, F.IpRemoteAddress];

    private static readonly ImmutableArray<F> Ipsec =
        [F.IpProtocol, F.IpLocalAddress, F.IpRemoteAddress, F.IpLocalPort, F.IpRemotePort];

    private static readonly ImmutableArray<F> InboundTransport =
        [F.IpProtocol, F.IpLocalAddress, F.IpRemoteAddress, F.IpLocalAddressType, F.IpLocalPort, F.IpRemotePort];

    private static readonly ImmutableArray<F> OutboundTransport =
        [F.IpProtocol, F.IpLocalAddress, F.IpLocalAddressType, F.IpRemoteAddress, F.IpLocalPort, F.IpRemotePort, F.IpDestinationAddressType];

    private static readonly ImmutableArray<F> RecvAccept =
        [F.IpLocalAddress, F.IpLocalAddressType, F.IpLocalPort, F.IpProtocol, F.IpRemoteAddress, F.IpRemotePort];

    private static readonly ImmutableArray<F> Connect =
        [F.IpLocalAddress, F.IpLocalAddressType, F.IpLocalPort, F.IpProtocol, F.IpRemoteAddress, F.IpRemotePort, F.IpDestinationAddressType];

    private static readonly ImmutableArray<FwpmLayerInfo> Table =
    [
        Row(FwpmLayer.IkeextV4, "FWPM_LAYER_IKEEXT_V4", "b14b7bdb-dbbd-473e-bed4-8b4708d4f270", IpFamily.V4, Ikeext),
        Row(FwpmLayer.IkeextV6, "FWPM_LAYER_IKEEXT_V6", "b64786b3-f687-4eb9-89d2-8ef32acdabe2", IpFamily.V6, Ikeext),
        Row(FwpmLayer.IpsecV4, "FWPM_LAYER_IPSEC_V4", "eda65c74-610d-4bc5-948f-3c4f89556867", IpFamily.V4, Ipsec),
        Row(FwpmLayer.IpsecV6, "FWPM_LAYER_IPSEC_V6", "13c48442-8d87-4261-9a29-59d2abc348b4", IpFamily.V6, Ipsec),
        Row(FwpmLayer.InboundTransportV4, "FWPM_LAYER_INBOUND_TRANSPORT_V4", "5926dfc8-e3cf-4426-a283-dc393f5d0f9d", IpFamily.V4, InboundTransport),
        Row(FwpmLayer.InboundTransportV6, "FWPM_LAYER_INBOUND_TRANSPORT_V6", "634a869f-fc23-4b90-b0c1-bf620a36ae6f", IpFamily.V6, InboundTransport),
        Row(FwpmLayer.OutboundTransportV4, "FWPM_LAYER_OUTBOUND_TRANSPORT_V4", "09e61aea-d214-46e2-9b21-b26b0b2f28c8", IpFamily.V4, OutboundTransport),
        Row(FwpmLayer.OutboundTransportV6, "FWPM_LAYER_OUTBOUND_TRANSPORT_V6", "e1735bde-013f-4655-b351-a49e15762df0", IpFamily.V6, OutboundTransport),
        Row(FwpmLayer.AleAuthRecvAcceptV4, "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4", "e1cd9fe7-f4b5-4273-96c0-592e487b8650", IpFamily.V4, RecvAccept),
        Row(FwpmLayer.AleAuthRecvAcceptV6, "FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V6", "a3b42c97-9f04-4672-b87e-cee9c483257f", IpFamily.V6, RecvAccept),
        Row(FwpmLayer.AleAuthConnectV4, "FWPM_LAYER_ALE_AUTH_CONNECT_V4", "c38d57d1-05a7-4c33-904f-7fbceee60e82", IpFamily.V4, Connect),
        Row(FwpmLayer.AleAuthConnectV6, "FWPM_LAYER_ALE_AUTH_CONNECT_V6", "4a72393b-319f-44bc-84c3-ba54dcb3b6b4", IpFamily.V6, Connect),
    ];

    /// <summary>Every known layer, in the order of the enum.</summary>
    public static ImmutableArray<FwpmLayerInfo> All => Table;

    /// <summary>The row of a layer.</summary>
    public static FwpmLayerInfo Info(FwpmLayer layer) => Table[(int)layer];

    private static FwpmLayerInfo Row(FwpmLayer layer, string name, string key, IpFamily family, ImmutableArray<F> fields) =>
        new(layer, name, Guid.Parse(key), family, fields);
}
