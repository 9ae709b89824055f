using System.Collections.Immutable;
using F = Gatehouse.Model.Wfp.FwpmConditionField;

namespace Gatehouse.Model.Wfp;

/// <summary>The fields of each layer in the order of its schema; IPv4 and IPv6 lists are the same (reference section 1.3).</summary>
internal static class LayerFields
{
    public static readonly ImmutableArray<F> Ikeext =
    [
        F.IpLocalAddress, F.IpRemoteAddress, F.IpLocalInterface, F.CurrentProfileId, F.IpsecSecurityRealmId,
    ];

    public static readonly ImmutableArray<F> Ipsec =
    [
        F.IpProtocol, F.IpLocalAddress, F.IpRemoteAddress, F.IpLocalPort, F.IpRemotePort, F.IpLocalInterface, F.CurrentProfileId,
        F.IpsecSecurityRealmId,
    ];

    public static readonly ImmutableArray<F> IpsecKmDemux =
    [
        F.IpLocalAddress, F.IpRemoteAddress, F.QmMode, F.IpLocalInterface, F.CurrentProfileId, F.IpsecSecurityRealmId,
    ];

    public static readonly ImmutableArray<F> KmAuthorization =
    [
        F.RemoteId, F.AuthenticationType, F.KmType, F.Direction, F.KmMode, F.IpsecPolicyKey, F.KmAuthNapContext,
    ];

    public static readonly ImmutableArray<F> InboundTransport =
    [
        F.IpProtocol, F.IpLocalAddress, F.IpRemoteAddress, F.IpLocalAddressType, F.IpLocalPort, F.IpRemotePort, F.IpLocalInterface, F.InterfaceIndex,
        F.SubInterfaceIndex, F.Flags, F.InterfaceType, F.TunnelType, F.CurrentProfileId, F.IpsecSecurityRealmId, F.CompartmentId,
    ];

    public static readonly ImmutableArray<F> OutboundTransport =
    [
        F.IpProtocol, F.IpLocalAddress, F.IpLocalAddressType, F.IpRemoteAddress, F.IpLocalPort, F.IpRemotePort, F.IpLocalInterface, F.InterfaceIndex,
        F.SubInterfaceIndex, F.IpDestinationAddressType, F.Flags, F.InterfaceType, F.TunnelType, F.CurrentProfileId, F.IpsecSecurityRealmId,
        F.CompartmentId,
    ];

    public static readonly ImmutableArray<F> AleAuthRecvAccept =
    [
        F.AleAppId, F.AleUserId, F.IpLocalAddress, F.IpLocalAddressType, F.IpLocalPort, F.IpProtocol, F.IpRemoteAddress, F.IpRemotePort,
        F.AleRemoteUserId, F.AleRemoteMachineId, F.IpLocalInterface, F.Flags, F.AleSioFirewallSystemPort, F.AleNapContext, F.InterfaceType,
        F.TunnelType, F.InterfaceIndex, F.SubInterfaceIndex, F.IpArrivalInterface, F.ArrivalInterfaceType, F.ArrivalTunnelType,
        F.ArrivalInterfaceIndex, F.NexthopSubInterfaceIndex, F.IpNexthopInterface, F.NexthopInterfaceType, F.NexthopTunnelType,
        F.NexthopInterfaceIndex, F.OriginalProfileId, F.CurrentProfileId, F.ReauthorizeReason, F.OriginalIcmpType, F.InterfaceQuarantineEpoch,
        F.AlePackageId, F.AleSecurityAttributeFqbnValue, F.CompartmentId, F.Reserved0, F.Reserved1, F.Reserved2, F.Reserved3, F.AlePackageFamilyName,
    ];

    public static readonly ImmutableArray<F> AleAuthConnect =
    [
        F.AleAppId, F.AleUserId, F.IpLocalAddress, F.IpLocalAddressType, F.IpLocalPort, F.IpProtocol, F.IpRemoteAddress, F.IpRemotePort,
        F.AleRemoteUserId, F.AleRemoteMachineId, F.IpDestinationAddressType, F.IpLocalInterface, F.Flags, F.InterfaceType, F.TunnelType,
        F.InterfaceIndex, F.SubInterfaceIndex, F.IpArrivalInterface, F.ArrivalInterfaceType, F.ArrivalTunnelType, F.ArrivalInterfaceIndex,
        F.NexthopSubInterfaceIndex, F.IpNexthopInterface, F.NexthopInterfaceType, F.NexthopTunnelType, F.NexthopInterfaceIndex, F.OriginalProfileId,
        F.CurrentProfileId, F.ReauthorizeReason, F.PeerName, F.OriginalIcmpType, F.InterfaceQuarantineEpoch, F.AleOriginalAppId, F.AlePackageId,
        F.AleSecurityAttributeFqbnValue, F.AleEffectiveName, F.CompartmentId, F.Reserved0, F.Reserved1, F.Reserved2, F.Reserved3,
        F.AlePackageFamilyName,
    ];

    // The reference gives no list for this layer, only the fields its automatic weights have shown (section 3.4).
    public static readonly ImmutableArray<F> AleAuthListen =
    [
        F.IpLocalAddress, F.IpLocalInterface, F.IpLocalPort, F.AleAppId, F.AleUserId, F.Flags,
    ];

    public static readonly ImmutableArray<F> AleFlowEstablished =
    [
        F.AleAppId, F.AleUserId, F.IpLocalAddress, F.IpLocalAddressType, F.IpLocalPort, F.IpProtocol, F.IpRemoteAddress, F.IpRemotePort,
        F.AleRemoteUserId, F.AleRemoteMachineId, F.IpDestinationAddressType, F.IpLocalInterface, F.Direction, F.InterfaceType, F.TunnelType, F.Flags,
        F.AleOriginalAppId, F.AlePackageId, F.AleSecurityAttributeFqbnValue, F.CompartmentId, F.Reserved0, F.Reserved1, F.Reserved2, F.Reserved3,
        F.AlePackageFamilyName,
    ];

    public static readonly ImmutableArray<F> InboundIpPacket =
    [
        F.IpLocalAddress, F.IpRemoteAddress, F.IpLocalAddressType, F.IpLocalInterface, F.InterfaceIndex, F.SubInterfaceIndex, F.Flags,
        F.InterfaceType, F.TunnelType, F.CompartmentId,
    ];

    public static readonly ImmutableArray<F> OutboundIpPacket =
    [
        F.IpLocalAddress, F.IpLocalAddressType, F.IpRemoteAddress, F.IpLocalInterface, F.InterfaceIndex, F.SubInterfaceIndex, F.Flags,
        F.InterfaceType, F.TunnelType, F.CompartmentId,
    ];

    public static readonly ImmutableArray<F> IpForward =
    [
        F.IpSourceAddress, F.IpDestinationAddress, F.IpDestinationAddressType, F.IpLocalInterface, F.IpForwardInterface, F.SourceInterfaceIndex,
        F.SourceSubInterfaceIndex, F.DestinationInterfaceIndex, F.DestinationSubInterfaceIndex, F.Flags, F.IpPhysicalArrivalInterface,
        F.ArrivalInterfaceProfileId, F.IpPhysicalNexthopInterface, F.NexthopInterfaceProfileId, F.CompartmentId,
    ];
}
