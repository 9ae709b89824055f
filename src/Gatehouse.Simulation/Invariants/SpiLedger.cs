using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation.Invariants;

/// <summary>
/// Every SPI that was on the wire, by both ends, with its sequence numbers. One that comes twice is a key and an IV used twice (RFC 4303 section
/// 3.3.3), or an SPI that was given out again. Numbers need not grow: packets that were held may be overtaken.
/// </summary>
internal sealed class SpiLedger
{
    private readonly Dictionary<(IpAddr Source, IpAddr Destination, uint Spi), (Instant FirstUse, HashSet<uint> Sequences)> _used = [];

    /// <summary>Notes an ESP packet. False when its SPI and sequence number were used before.</summary>
    public bool TryUse(Instant now, IpAddr source, IpAddr destination, uint spi, uint sequence, out Instant firstUse)
    {
        if (!_used.TryGetValue((source, destination, spi), out var use))
            _used[(source, destination, spi)] = use = (now, []);
        firstUse = use.FirstUse;
        return use.Sequences.Add(sequence);
    }

    /// <summary>Reads the two numbers an ESP header has.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out (IpAddr Source, IpAddr Destination, uint Spi, uint Sequence) esp)
    {
        esp = default;
        if (!IpPacketReader.TryRead(packet, 0, out var info) || info.Protocol != IpProtocol.Esp || info.TransportLength < 8)
            return false;
        var header = packet[info.TransportOffset..];
        esp = (info.Source, info.Destination, BinaryPrimitives.ReadUInt32BigEndian(header), BinaryPrimitives.ReadUInt32BigEndian(header[4..]));
        return true;
    }
}
