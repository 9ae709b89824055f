using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Engine.Ports;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;
using Gatehouse.Packets;

namespace Gatehouse.Simulation;

/// <summary>
/// A host of the virtual network. With a node it is enforced exactly as a Linux host is: every packet out and in is judged, keying datagrams
/// of the node's own socket included. Without a node it is a plain host.
/// </summary>
public sealed class SimulatedHost
{
    private const ushort IkePort = 500;
    private const ushort NatTraversalPort = 4500;

    private readonly VirtualNetwork _network;
    private readonly INode? _node;
    private readonly PacketBuffer _buffer = new(16 * 1024);
    private readonly HashSet<ulong> _held = [];
    private ulong _lastToken;
    private Instant _wakeAt = Instant.Never;

    /// <summary>Makes a host and attaches it.</summary>
    public SimulatedHost(string name, IReadOnlyList<IpAddr> addresses, VirtualNetwork network, INode? node)
    {
        Name = name;
        Addresses = addresses;
        _network = network;
        _node = node;
        network.Attach(this);
        ScheduleWake();
    }

    /// <summary>The host's name.</summary>
    public string Name { get; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<IpAddr> Addresses { get; }

    /// <summary>True when a node enforces policy here.</summary>
    public bool IsEnforced => _node is not null;

    /// <summary>Packets kept back now.</summary>
    public int HeldNow => _held.Count;

    /// <summary>True while the host puts a datagram of its own keying on the wire.</summary>
    public bool IsSendingKeying { get; private set; }

    /// <summary>Keying events so far.</summary>
    public IList<KeyingEvent> Events { get; } = [];

    /// <summary>Called with every packet the host's applications receive, in clear; the bytes may be kept.</summary>
    public Action<byte[]>? Received { get; set; }

    /// <summary>The address of a family.</summary>
    public IpAddr Address(IpFamily family) => Addresses.First(address => address.Family == family);

    /// <summary>An application sends a packet.</summary>
    public PathVerdict Send(byte[] packet) => Send(packet, keyingMark: false);

    /// <summary>A packet arrives from the wire.</summary>
    public void Receive(byte[] packet)
    {
        if (_node is null)
        {
            Received?.Invoke(packet);
            return;
        }

        _buffer.Load(packet);
        var verdict = _node.Inbound(_network.Now, _buffer, new PacketMeta(false, 0, false, false));
        if (verdict.Action == PathAction.Accept)
            _network.AcceptedInClear(this, _buffer.Span);
        if (verdict.Action is PathAction.Accept or PathAction.Replace)
            Deliver(_buffer.Span.ToArray());
        Drain();
    }

    /// <summary>Carries out what the node asks for and schedules its next deadline; call after driving the node directly.</summary>
    public void Drain()
    {
        while (_node!.TryTakeAction(out var action))
            CarryOut(action);
        ScheduleWake();
    }

    private PathVerdict Send(byte[] packet, bool keyingMark)
    {
        if (_node is null)
        {
            _network.Send(this, packet);
            return new PathVerdict(PathAction.Accept, VerdictReason.NoFilterMatched);
        }

        _buffer.Load(packet);
        var token = ++_lastToken;
        var verdict = _node.Outbound(_network.Now, _buffer, new PacketMeta(keyingMark, 0, false, false), token);
        if (verdict.Action is PathAction.Accept or PathAction.Replace)
            _network.Send(this, _buffer.Span.ToArray());
        else if (verdict.Action == PathAction.Hold)
            _held.Add(token);
        if (!keyingMark)
            Drain();
        return verdict;
    }

    private void Deliver(byte[] packet)
    {
        if (IpPacketReader.TryRead(packet, 0, out var info) && info is { Protocol: IpProtocol.Udp, DestinationPort: IkePort or NatTraversalPort })
        {
            _node!.OnDatagram(
                _network.Now,
                new Endpoint(info.Destination, info.DestinationPort),
                new Endpoint(info.Source, info.SourcePort),
                packet.AsSpan(info.TransportOffset + UdpView.HeaderLength));
            return;
        }

        Received?.Invoke(packet);
    }

    private void CarryOut(NodeAction action)
    {
        switch (action)
        {
            case NodeAction.SendDatagram send:
                IsSendingKeying = true;
                Send(PacketBuilder.BuildUdp(send.Local, send.Remote, send.Data), keyingMark: true);
                IsSendingKeying = false;
                break;
            case NodeAction.CompleteHeld complete:
                if (!_held.Remove(complete.Token))
                    throw new InvalidOperationException($"{Name}: packet {complete.Token} was completed, but is not held");
                if (complete.Verdict.Action == PathAction.Replace)
                    _network.Send(this, complete.Packet);
                break;
            case NodeAction.Keying keying:
                Events.Add(keying.Event);
                break;
        }
    }

    private void ScheduleWake()
    {
        if (_node?.NextDeadline is not { } deadline || deadline >= _wakeAt)
            return;
        _wakeAt = deadline;
        _network.At(deadline, () =>
        {
            // A later wake-up may have been replaced by an earlier one; the node decides what is due.
            _wakeAt = Instant.Never;
            if (!_network.IsAttached(this))
                return;
            _node.OnDeadline(_network.Now);
            Drain();
        });
    }
}
