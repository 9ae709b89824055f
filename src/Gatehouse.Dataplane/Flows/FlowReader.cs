using Gatehouse.Packets;

namespace Gatehouse.Dataplane.Flows;

/// <summary>Tells which flow a packet belongs to. Whatever leaves doubt is Unknown, which is judged as secured.</summary>
internal static class FlowReader
{
    /// <summary>Added to the ICMP type when the peer asked.</summary>
    private const ushort AskedByPeer = 256;

    public static FlowPacket Read(ReadOnlySpan<byte> packet, in IpPacketInfo info, bool outbound)
    {
        if (info.IsFragment)
            return default;
        if (info.IsIcmp)
            return IcmpMessage.IsError(info) ? ReadError(packet, info, outbound) : ReadIcmp(packet, info, outbound);
        var key = outbound
            ? new FlowKey(info.Source, info.Destination, info.Protocol, info.SourcePort, info.DestinationPort)
            : new FlowKey(info.Destination, info.Source, info.Protocol, info.DestinationPort, info.SourcePort);
        if (info.Protocol != IpProtocol.Tcp)
            return new FlowPacket(FlowPacketKind.Ordinary, key);
        if (!TcpHeader.TryReadFlags(packet, info, out var flags))
            return default;
        var begins = (flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn;
        return new FlowPacket(begins ? FlowPacketKind.TcpSyn : FlowPacketKind.TcpLater, key, flags);
    }

    private static FlowPacket ReadIcmp(ReadOnlySpan<byte> packet, in IpPacketInfo info, bool outbound)
    {
        var question = IcmpMessage.QuestionOf(info.Family, info.IcmpType);
        var second = question is not null || IcmpMessage.IsQuestion(info.Family, info.IcmpType) ? IcmpMessage.Identifier(packet, info) : info.IcmpCode;
        return new FlowPacket(FlowPacketKind.Ordinary, IcmpKey(info, outbound, question ?? info.IcmpType, second, askedByPeer: outbound == question.HasValue));
    }

    // The quoted packet was sent by the host the error goes to, so seen from here it travelled the other way.
    private static FlowPacket ReadError(ReadOnlySpan<byte> packet, in IpPacketInfo info, bool outbound)
    {
        if (!IcmpMessage.TryReadQuoted(packet, info, out var quoted))
            return default;
        var sentByUs = !outbound;
        var (local, remote) = sentByUs ? (quoted.Source, quoted.Destination) : (quoted.Destination, quoted.Source);
        if (quoted.Protocol == info.Protocol)
        {
            var type = (byte)(quoted.First >> 8);
            var question = IcmpMessage.QuestionOf(info.Family, type);
            var port = (ushort)((question ?? type) + (sentByUs == question.HasValue ? AskedByPeer : 0));
            return new FlowPacket(FlowPacketKind.IcmpError, new FlowKey(local, remote, quoted.Protocol, port, quoted.Second));
        }

        var (localPort, remotePort) = sentByUs ? (quoted.First, quoted.Second) : (quoted.Second, quoted.First);
        return new FlowPacket(FlowPacketKind.IcmpError, new FlowKey(local, remote, quoted.Protocol, localPort, remotePort));
    }

    private static FlowKey IcmpKey(in IpPacketInfo info, bool outbound, byte type, ushort second, bool askedByPeer)
    {
        var (local, remote) = outbound ? (info.Source, info.Destination) : (info.Destination, info.Source);
        return new FlowKey(local, remote, info.Protocol, (ushort)(type + (askedByPeer ? AskedByPeer : 0)), second);
    }
}
