using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Cli.Demo;

/// <summary>Counts what is on the wire, from outside of every host. Thread-safe.</summary>
internal sealed class WireTally
{
    private const byte EchoReplyV4 = 0;
    private const byte EchoRequestV4 = 8;
    private const byte EchoRequestV6 = 128;
    private const byte EchoReplyV6 = 129;

    private readonly Lock _lock = new();
    private readonly Dictionary<(IpAddr Source, IpAddr Destination, byte Protocol, ushort Port), long> _clear = [];
    private readonly Dictionary<(IpAddr Source, IpAddr Destination, uint Spi), long> _esp = [];

    /// <summary>Packets seen.</summary>
    public long Total { get; private set; }

    /// <summary>Counts one packet, from its IP header on.</summary>
    public void Add(ReadOnlySpan<byte> packet)
    {
        lock (_lock)
        {
            Total++;
            if (!IpPacketReader.TryRead(packet, 0, out var info))
                return;
            if (info.Protocol == IpProtocol.Esp)
                Increment(_esp, (info.Source, info.Destination, SpiOf(packet[info.TransportOffset..])));
            else if (!info.IsIcmp || info.IcmpType is EchoReplyV4 or EchoRequestV4 or EchoRequestV6 or EchoReplyV6)
                Increment(_clear, (info.Source, info.Destination, info.Protocol, PortOf(info)));
        }
    }

    /// <summary>Clear packets of a flow that one host sent to the other.</summary>
    public long Clear(DemoFlow flow, IpAddr source, IpAddr destination)
    {
        lock (_lock)
            return _clear.GetValueOrDefault((source, destination, flow.ProtocolNumber, flow.Port));
    }

    /// <summary>ESP packets between two addresses so far, by SPI.</summary>
    public Dictionary<uint, long> Esp(IpAddr one, IpAddr other)
    {
        lock (_lock)
        {
            return _esp
                .Where(entry => (entry.Key.Source == one && entry.Key.Destination == other) || (entry.Key.Source == other && entry.Key.Destination == one))
                .ToDictionary(entry => entry.Key.Spi, entry => entry.Value);
        }
    }

    /// <summary>The flow's port, whichever end has it; others share 0.</summary>
    private static ushort PortOf(in IpPacketInfo info)
    {
        if (info.IsIcmp)
            return 0;
        var last = DemoFlow.FirstPort + DemoFlow.All.Length;
        if (info.DestinationPort >= DemoFlow.FirstPort && info.DestinationPort < last)
            return info.DestinationPort;
        return info.SourcePort >= DemoFlow.FirstPort && info.SourcePort < last ? info.SourcePort : (ushort)0;
    }

    private static uint SpiOf(ReadOnlySpan<byte> esp) => esp.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(esp) : 0;

    private static void Increment<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
