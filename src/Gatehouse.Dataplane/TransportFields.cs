using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;

namespace Gatehouse.Dataplane;

/// <summary>Turns a packet's headers into the incoming values of the transport layers, where local and remote are relative to this host.</summary>
internal static class TransportFields
{
    public static ClassifyFields Outbound(in IpPacketInfo info, bool broadcastDestination) => new()
    {
        Local = info.Source,
        Remote = info.Destination,
        Protocol = info.Protocol,
        LocalPort = info.IsIcmp ? info.IcmpType : info.SourcePort,
        RemotePort = info.IsIcmp ? info.IcmpCode : info.DestinationPort,
        LocalAddressType = TypeOf(info.Source, broadcast: false),
        DestinationAddressType = TypeOf(info.Destination, broadcastDestination),
    };

    public static ClassifyFields Inbound(in IpPacketInfo info, bool broadcastDestination) => new()
    {
        Local = info.Destination,
        Remote = info.Source,
        Protocol = info.Protocol,

        // ICMP type is the local-port field and the code the remote-port field, whatever the direction (reference section 2.4).
        LocalPort = info.IsIcmp ? info.IcmpType : info.DestinationPort,
        RemotePort = info.IsIcmp ? info.IcmpCode : info.SourcePort,
        LocalAddressType = TypeOf(info.Destination, broadcastDestination),
        DestinationAddressType = TypeOf(info.Destination, broadcastDestination),
    };

    private static NlAddressType TypeOf(IpAddr address, bool broadcast)
    {
        if (address.IsUnspecified)
            return NlAddressType.Unspecified;
        if (address.IsMulticast)
            return NlAddressType.Multicast;
        return broadcast || address.IsLimitedBroadcast ? NlAddressType.Broadcast : NlAddressType.Unicast;
    }
}
