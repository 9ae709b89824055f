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
    private readonly PacketBuffer _buffer = new(16 * 1024);
    private readonly Dictionary<ulong, byte[]> _held = [];
    private INode? _node;
    private ulong _lastToken;
    private Instant _wakeAt = Instant.Never;

    /// <summary>Makes a host and attaches it.</summary>
    public SimulatedHost(string name, IReadOnlyList<IpAddr> addresses, VirtualNetwork network, INode? node)
    {
        Name = name;
        Addresses = addresses;
        _network = network;
        _node = node;
        IsEnforced = node is not null;
        network.Attach(this);
        ScheduleWake();
    }

    /// <summary>The host's name.</summary>
    public string Name { get; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<IpAddr> Addresses { get; }

    /// <summary>True when policy is enforced here, also while the node is gone: the kernel's rules then let nothing pass.</summary>
    public bool IsEnforced { get; }

    /// <summary>Datagrams of this host's own keying are lost before they reach the wire.</summary>
    public bool IsKeyingSilent { get; set; }

    /// <summary>How long a step of authentication takes that may wait for somebody; null when that somebody never answers.</summary>
    public TimeSpan? StepTime { get; set; } = TimeSpan.FromMilliseconds(5);

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

    /// <summary>
    /// The node is killed: its SAs and what it held are gone, and nothing passes until <see cref="Restart"/>. Applications live on.
    /// The owner disposes the node.
    /// </summary>
    public void Crash()
    {
        _node = null;
        _held.Clear();
    }

    /// <summary>A new node takes over where the last one crashed.</summary>
    /// <param name="node">It.</param>
    /// <param name="recordsKept">Whether it has the flow records of the last one.</param>
    public void Restart(INode node, bool recordsKept)
    {
        Crash();
        _node = node;
        _wakeAt = Instant.Never;
        _network.Restarted(this, recordsKept);
        Drain();
    }

    /// <summary>A packet arrives from the wire.</summary>
    public void Receive(byte[] packet)
    {
        if (!IsEnforced)
        {
            _network.Delivered(this, packet, arrivedProtected: false);
            Received?.Invoke(packet);
            return;
        }

        if (_node is null)
            return;

        _buffer.Load(packet);
        var verdict = _node.Inbound(_network.Now, _buffer, new PacketMeta(false, 0, false, false));
        if (verdict.Action == PathAction.Accept)
            _network.AcceptedInClear(this, _buffer.Span);
        if (verdict.Action is PathAction.Accept or PathAction.Replace)
        {
            _network.Delivered(this, _buffer.Span, verdict.Action == PathAction.Replace);
            Deliver(_buffer.Span.ToArray());
        }

        Drain();
    }

    /// <summary>Carries out what the node asks for and schedules its next deadline; call after driving the node directly.</summary>
    public void Drain()
    {
        while (_node is not null && _node.TryTakeAction(out var action))
            CarryOut(action);
        ScheduleWake();
    }

    private PathVerdict Send(byte[] packet, bool keyingMark)
    {
        if (!IsEnforced)
        {
            _network.Send(this, packet);
            return new PathVerdict(PathAction.Accept, VerdictReason.NoFilterMatched);
        }

        if (_node is null)
            return new PathVerdict(PathAction.Drop, VerdictReason.Blocked);

        _buffer.Load(packet);
        var token = ++_lastToken;
        var verdict = _node.Outbound(_network.Now, _buffer, new PacketMeta(keyingMark, 0, false, false), token);
        if (verdict.Action == PathAction.Accept)
            _network.Send(this, packet);
        else if (verdict.Action == PathAction.Replace)
            _network.SendSealed(this, packet, _buffer.Span.ToArray());
        else
            _network.KeptBack(this, packet);
        if (verdict.Action == PathAction.Hold)
            _held.Add(token, packet);
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
            case NodeAction.SendDatagram when IsKeyingSilent:
                break;
            case NodeAction.SendDatagram send:
                IsSendingKeying = true;
                Send(PacketBuilder.BuildUdp(send.Local, send.Remote, send.Data), keyingMark: true);
                IsSendingKeying = false;
                break;
            case NodeAction.CompleteHeld complete:
                if (!_held.Remove(complete.Token, out var held))
                    throw new InvalidOperationException($"{Name}: packet {complete.Token} was completed, but is not held");
                if (complete.Verdict.Action == PathAction.Replace)
                    _network.SendSealed(this, held, complete.Packet);
                break;
            case NodeAction.Keying keying:
                Events.Add(keying.Event);
                break;
            case NodeAction.RunStep run when StepTime is { } time:
                var node = _node;
                _network.At(_network.Now + time, () => EndStep(node, run.Step));
                break;
        }
    }

    // A node that crashed meanwhile takes the context with it.
    private void EndStep(INode? asked, KeyingStep step)
    {
        if (asked is null || asked != _node)
            return;
        step.Run();
        asked.OnStepEnded(_network.Now, step);
        Drain();
    }

    private void ScheduleWake()
    {
        if (_node?.NextDeadline is not { } deadline || deadline >= _wakeAt)
            return;
        _wakeAt = deadline;
        _network.At(deadline, () =>
        {
            // An earlier wake-up has taken this one's place, and asked for the next.
            if (_wakeAt != deadline)
                return;
            _wakeAt = Instant.Never;
            if (!_network.IsAttached(this) || _node is null)
                return;
            _node.OnDeadline(_network.Now);
            Drain();
        });
    }
}
