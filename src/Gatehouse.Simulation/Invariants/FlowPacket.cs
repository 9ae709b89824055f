using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation.Invariants;

/// <summary>What the invariants need to know of a packet in clear, or of what is inside ESP. A capture may fill it by its own means.</summary>
/// <param name="Flow">Its flow.</param>
/// <param name="Source">Who sends it.</param>
/// <param name="Destination">Whom it is for.</param>
/// <param name="Tcp">Control bits of TCP, else none.</param>
public readonly record struct FlowPacket(FlowId Flow, Endpoint Source, Endpoint Destination, TcpFlags Tcp)
{
    private const int TcpFlagsOffset = 13;
    private const int EchoIdentifierOffset = 4;

    /// <summary>A TCP segment that opens a connection.</summary>
    public bool OpensConnection => Tcp.HasFlag(TcpFlags.Syn) && !Tcp.HasFlag(TcpFlags.Ack);

    /// <summary>Reads a whole packet. False for what is no flow of its own: unreadable, fragments, ICMP other than echo, ESP.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out FlowPacket result)
    {
        result = default;
        if (!IpPacketReader.TryRead(packet, 0, out var info) || info.IsFragment || info.Protocol == IpProtocol.Esp)
            return false;
        var transport = packet[info.TransportOffset..info.TotalLength];
        var (source, destination, tcp) = (info.SourcePort, info.DestinationPort, TcpFlags.None);
        if (info.IsIcmp)
        {
            if (!IsEcho(info) || transport.Length < EchoIdentifierOffset + 2)
                return false;
            source = destination = BinaryPrimitives.ReadUInt16BigEndian(transport[EchoIdentifierOffset..]);
        }
        else if (info.Protocol == IpProtocol.Tcp)
        {
            if (transport.Length < PacketBuilder.TcpHeaderLength)
                return false;
            tcp = (TcpFlags)transport[TcpFlagsOffset];
        }

        var (from, to) = (new Endpoint(info.Source, source), new Endpoint(info.Destination, destination));
        result = new FlowPacket(FlowId.Between(info.Protocol, from, to), from, to, tcp);
        return true;
    }

    private static bool IsEcho(in IpPacketInfo info) => info.Family == IpFamily.V4 ? info.IcmpType is 0 or 8 : info.IcmpType is 128 or 129;
}
