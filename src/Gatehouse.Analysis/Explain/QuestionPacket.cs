using Gatehouse.Packets;

namespace Gatehouse.Analysis.Explain;

/// <summary>The packet a question is about, as bytes: the engine judges packets, not questions.</summary>
internal static class QuestionPacket
{
    private const ushort Window = 65535;

    public static byte[] Build(Question question)
    {
        var (source, destination) = question.IsOutbound ? (question.Local, question.Remote) : (question.Remote, question.Local);
        var icmp = source.Address.IsV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6;
        if (question.Protocol == icmp)
            return PacketBuilder.BuildIcmp(source.Address, destination.Address, (byte)question.Local.Port, (byte)question.Remote.Port, 1u << 16, new byte[8]);
        return question.Protocol switch
        {
            // A connection begins with SYN; whatever belongs to one that stands has ACK.
            IpProtocol.Tcp => PacketBuilder.BuildTcp(
                source, destination, 1, 1, question.Flow == FlowHistory.New ? TcpFlags.Syn : TcpFlags.Ack, Window, []),
            IpProtocol.Udp => PacketBuilder.BuildUdp(source, destination, new byte[8]),
            _ => PacketBuilder.BuildIp(source.Address, destination.Address, question.Protocol, UpperLayer(question.Protocol, source.Port, destination.Port)),
        };
    }

    private static byte[] UpperLayer(byte protocol, ushort sourcePort, ushort destinationPort) => IpProtocol.HasPorts(protocol)
        ? [(byte)(sourcePort >> 8), (byte)sourcePort, (byte)(destinationPort >> 8), (byte)destinationPort, 0, 0, 0, 0]
        : new byte[8];
}
