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
    private readonly Dictionary<(IpAddr Source, IpAddr Destination), long> _espSinceClear = [];
    private WireTrace? _trace;

    /// <summary>Packets seen.</summary>
    public long Total { get; private set; }

    /// <summary>Notes every packet between two addresses from now on.</summary>
    public WireTrace Watch(IpAddr from, IpAddr to)
    {
        lock (_lock)
            return _trace = new WireTrace(from, to);
    }

    /// <summary>Ends the watching, so that the trace can be read.</summary>
    public void Unwatch()
    {
        lock (_lock)
            _trace = null;
    }

    /// <summary>Counts one packet, from its IP header on.</summary>
    /// <param name="packet">It.</param>
    /// <param name="at">When it passed, by any clock that runs on.</param>
    public void Add(ReadOnlySpan<byte> packet, TimeSpan at)
    {
        lock (_lock)
        {
            Total++;
            if (!IpPacketReader.TryRead(packet, 0, out var info))
                return;
            _trace?.Add(packet, info, at);
            if (info.Protocol == IpProtocol.Esp)
            {
                Increment(_esp, (info.Source, info.Destination, SpiOf(packet[info.TransportOffset..])));
                Increment(_espSinceClear, (info.Source, info.Destination));
            }
            else if (!info.IsIcmp || info.IcmpType is EchoReplyV4 or EchoRequestV4 or EchoRequestV6 or EchoReplyV6)
            {
                Increment(_clear, (info.Source, info.Destination, info.Protocol, PortOf(info)));
                if (PortOf(info) != 0)
                    (_espSinceClear[(info.Source, info.Destination)], _espSinceClear[(info.Destination, info.Source)]) = (0, 0);
            }
        }
    }

    /// <summary>Clear packets of a flow that one host sent to the other.</summary>
    public long Clear(DemoFlow flow, IpAddr source, IpAddr destination)
    {
        lock (_lock)
            return _clear.GetValueOrDefault((source, destination, flow.ProtocolNumber, flow.Port));
    }

    /// <summary>ESP packets from one to the other since the last clear packet of any flow between them, either way.</summary>
    public long EspSinceClear(IpAddr source, IpAddr destination)
    {
        lock (_lock)
            return _espSinceClear.GetValueOrDefault((source, destination));
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
        var last = DemoFlows.FirstPort + DemoFlows.All.Length;
        if (info.DestinationPort >= DemoFlows.FirstPort && info.DestinationPort < last)
            return info.DestinationPort;
        return info.SourcePort >= DemoFlows.FirstPort && info.SourcePort < last ? info.SourcePort : (ushort)0;
    }

    /// <summary>The SPI of a packet, from its ESP header on.</summary>
    public static uint SpiOf(ReadOnlySpan<byte> esp) => esp.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(esp) : 0;

    private static void Increment<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
