using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation.Applications;

/// <summary>
/// What stands above a simulated host's network layer: TCP connections, datagram and echo requesters, and servers that send back whatever they
/// get. Segments of no connection are answered by a reset, as a kernel does.
/// </summary>
public sealed class HostStack
{
    private const int NumberLength = 4;

    private readonly SimulatedHost _host;
    private readonly SeededEntropy _entropy;
    private readonly HashSet<ushort> _listening = [];
    private readonly HashSet<ushort> _echoing = [];
    private readonly Dictionary<(Endpoint Local, Endpoint Remote), TcpConnection> _connections = [];
    private readonly Dictionary<(Endpoint Local, Endpoint Remote), Requester> _requesters = [];

    /// <summary>Puts a stack on a host.</summary>
    public HostStack(SimulatedHost host, VirtualNetwork network, ulong seed)
    {
        (_host, Network, _entropy) = (host, network, new SeededEntropy(seed));
        host.Received = OnReceived;
    }

    /// <summary>Every connection there ever was here, until <see cref="Reboot"/>.</summary>
    public IReadOnlyCollection<TcpConnection> Connections => _connections.Values;

    internal VirtualNetwork Network { get; }

    /// <summary>Serves TCP connections and datagrams to a port by sending everything back.</summary>
    public void Serve(ushort port)
    {
        _listening.Add(port);
        _echoing.Add(port);
    }

    /// <summary>Opens a TCP connection.</summary>
    public TcpConnection Connect(Endpoint local, Endpoint remote)
    {
        var connection = new TcpConnection(this, local, remote, _entropy.NextUInt32(), isServer: false);
        _connections[(local, remote)] = connection;
        connection.Open();
        return connection;
    }

    /// <summary>Sends a numbered datagram each period.</summary>
    public Requester AskByUdp(Endpoint local, Endpoint remote, TimeSpan period) => Ask(local, remote, period, number =>
    {
        Span<byte> payload = stackalloc byte[NumberLength];
        BinaryPrimitives.WriteUInt32BigEndian(payload, number);
        return PacketBuilder.BuildUdp(local, remote, payload);
    });

    /// <summary>Sends an echo request each period.</summary>
    public Requester AskByEcho(IpAddr local, IpAddr remote, ushort identifier, TimeSpan period) =>
        Ask(new Endpoint(local, identifier), new Endpoint(remote, identifier), period, number =>
        {
            Span<byte> payload = stackalloc byte[NumberLength];
            BinaryPrimitives.WriteUInt32BigEndian(payload, number);
            return PacketBuilder.BuildEcho(local, remote, reply: false, identifier, (ushort)number, payload);
        });

    /// <summary>Sends a packet of an application's own making.</summary>
    public void Send(byte[] packet) => _host.Send(packet);

    /// <summary>The host reboots: every connection is gone, nobody is told, and servers serve again.</summary>
    public void Reboot()
    {
        foreach (var requester in _requesters.Values)
            requester.Stop();
        foreach (var connection in _connections.Values)
            connection.Vanish();
        _requesters.Clear();
        _connections.Clear();
    }

    private Requester Ask(Endpoint local, Endpoint remote, TimeSpan period, Func<uint, byte[]> build)
    {
        var requester = new Requester(this, period, build);
        _requesters[(local, remote)] = requester;
        return requester;
    }

    private void OnReceived(byte[] packet)
    {
        if (!IpPacketReader.TryRead(packet, 0, out var info))
            return;
        if (info.Protocol == IpProtocol.Tcp)
            OnTcp(new TcpSegment(info, packet));
        else if (info.Protocol == IpProtocol.Udp)
            OnUdp(info, packet.AsSpan(info.TransportOffset + UdpView.HeaderLength));
        else if (info.IsIcmp)
            OnIcmp(info, packet.AsSpan(info.TransportOffset));
    }

    private void OnTcp(in TcpSegment segment)
    {
        var opens = segment.Has(TcpFlags.Syn) && !segment.Has(TcpFlags.Ack) && _listening.Contains(segment.Local.Port);
        if (_connections.TryGetValue((segment.Local, segment.Remote), out var connection) && !(opens && connection.HasEnded))
        {
            connection.OnSegment(segment);
        }
        else if (opens)
        {
            connection = new TcpConnection(this, segment.Local, segment.Remote, _entropy.NextUInt32(), isServer: true);
            _connections[(segment.Local, segment.Remote)] = connection;
            connection.OnSegment(segment);
        }
        else if (!segment.Has(TcpFlags.Rst))
        {
            Refuse(segment);
        }
    }

    // RFC 9293 section 3.10.7.1: a reset that fits what came.
    private void Refuse(in TcpSegment segment)
    {
        var length = (uint)segment.Data.Length + (segment.Has(TcpFlags.Syn) ? 1u : 0) + (segment.Has(TcpFlags.Fin) ? 1u : 0);
        Send(segment.Has(TcpFlags.Ack)
            ? PacketBuilder.BuildTcp(segment.Local, segment.Remote, segment.Acknowledgment, 0, TcpFlags.Rst, 0, [])
            : PacketBuilder.BuildTcp(segment.Local, segment.Remote, 0, segment.Sequence + length, TcpFlags.Rst | TcpFlags.Ack, 0, []));
    }

    private void OnUdp(in IpPacketInfo info, ReadOnlySpan<byte> payload)
    {
        var (local, remote) = (new Endpoint(info.Destination, info.DestinationPort), new Endpoint(info.Source, info.SourcePort));
        if (_requesters.TryGetValue((local, remote), out var requester))
            requester.OnAnswer(BinaryPrimitives.ReadUInt32BigEndian(payload));
        else if (_echoing.Contains(local.Port))
            Send(PacketBuilder.BuildUdp(local, remote, payload));
    }

    private void OnIcmp(in IpPacketInfo info, ReadOnlySpan<byte> message)
    {
        var isV4 = info.Family == IpFamily.V4;
        var identifier = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        if (info.IcmpType == (isV4 ? 8 : 128))
        {
            var sequence = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
            Send(PacketBuilder.BuildEcho(info.Destination, info.Source, reply: true, identifier, sequence, message[8..]));
        }
        else if (info.IcmpType == (isV4 ? 0 : 129)
            && _requesters.TryGetValue((new Endpoint(info.Destination, identifier), new Endpoint(info.Source, identifier)), out var requester))
        {
            requester.OnAnswer(BinaryPrimitives.ReadUInt32BigEndian(message[8..]));
        }
    }
}
