using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Packets;

namespace Gatehouse.Tests.Dataplane.Flows;

/// <summary>Packets between 10.0.0.1 (this host) and 10.0.0.2, and their IPv6 twins, as the flow table reads them.</summary>
internal static class FlowPackets
{
    public static readonly IpAddr Local = IpAddr.Parse("10.0.0.1");
    public static readonly IpAddr Remote = IpAddr.Parse("10.0.0.2");

    public static FlowKey Key(ushort localPort = 1000, byte protocol = IpProtocol.Tcp) => new(Local, Remote, protocol, localPort, 80);

    public static FlowPacket Tcp(TcpFlags flags, ushort localPort = 1000) => new(
        (flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Syn ? FlowPacketKind.TcpSyn : FlowPacketKind.TcpLater, Key(localPort), flags);

    public static FlowPacket Udp(ushort localPort = 1000) => new(FlowPacketKind.Ordinary, Key(localPort, IpProtocol.Udp));

    public static FlowPacket Read(byte[] packet, bool outbound)
    {
        IpPacketReader.TryRead(packet, 0, out var info);
        return FlowReader.Read(packet, info, outbound);
    }
}

/// <summary>Records in an array, as a simulation keeps them.</summary>
internal sealed class ArrayRecords(int? length = null) : IFlowRecords
{
    public byte[] Array { get; } = new byte[length ?? FlowRecords.BytesNeeded];

    public Span<byte> Bytes => Array;
}
