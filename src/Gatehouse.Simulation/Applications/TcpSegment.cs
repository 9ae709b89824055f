using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation.Applications;

/// <summary>A received TCP segment.</summary>
internal readonly ref struct TcpSegment
{
    private const int DataOffsetByte = 12;
    private const int FlagsByte = 13;

    /// <summary>Reads a segment; the packet is whole, as simulated hosts build it.</summary>
    public TcpSegment(in IpPacketInfo info, ReadOnlySpan<byte> packet)
    {
        var segment = packet[info.TransportOffset..info.TotalLength];
        Local = new Endpoint(info.Destination, info.DestinationPort);
        Remote = new Endpoint(info.Source, info.SourcePort);
        Sequence = BinaryPrimitives.ReadUInt32BigEndian(segment[4..]);
        Acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(segment[8..]);
        Flags = (TcpFlags)segment[FlagsByte];
        Data = segment[((segment[DataOffsetByte] >> 4) * 4)..];
    }

    public Endpoint Local { get; }

    public Endpoint Remote { get; }

    public uint Sequence { get; }

    public uint Acknowledgment { get; }

    public TcpFlags Flags { get; }

    public ReadOnlySpan<byte> Data { get; }

    public bool Has(TcpFlags flag) => Flags.HasFlag(flag);
}
