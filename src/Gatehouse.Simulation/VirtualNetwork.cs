using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation;

/// <summary>
/// One link between any number of hosts, on a virtual clock, with seeded faults. Everything that happens is an event in one queue, ordered by
/// time and then by creation, so a seed replays a run exactly.
/// </summary>
public sealed class VirtualNetwork(ulong seed, LinkFaults faults)
{
    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private readonly Dictionary<IpAddr, SimulatedHost> _hosts = [];
    private readonly List<IWireObserver> _observers = [];
    private readonly SeededEntropy _entropy = new(seed);
    private long _order;

    /// <summary>The virtual time.</summary>
    public Instant Now { get; private set; }

    /// <summary>Faults in force; may be changed while running.</summary>
    public LinkFaults Faults { get; set; } = faults;

    /// <summary>Packets put on the wire so far.</summary>
    public long PacketsOnWire { get; private set; }

    /// <summary>Adds someone who watches every packet.</summary>
    public void Observe(IWireObserver observer) => _observers.Add(observer);

    /// <summary>Connects a host by all its addresses.</summary>
    public void Attach(SimulatedHost host)
    {
        foreach (var address in host.Addresses)
            _hosts.Add(address, host);
    }

    /// <summary>Disconnects a host, which then neither receives nor wakes.</summary>
    public void Detach(SimulatedHost host)
    {
        foreach (var address in host.Addresses)
            _hosts.Remove(address);
    }

    /// <summary>True while a host is connected.</summary>
    public bool IsAttached(SimulatedHost host) => _hosts.TryGetValue(host.Addresses[0], out var attached) && attached == host;

    /// <summary>Schedules something on the virtual clock.</summary>
    public void At(Instant time, Action action) => _events.Enqueue(action, (Math.Max(time.Nanoseconds, Now.Nanoseconds), _order++));

    /// <summary>Puts a packet on the wire: observers see it, then faults strike, then it travels.</summary>
    public void Send(SimulatedHost from, byte[] packet)
    {
        PacketsOnWire++;
        foreach (var observer in _observers)
            observer.OnWire(Now, from, packet);
        if (!IpPacketReader.TryRead(packet, 0, out var info) || !_hosts.TryGetValue(info.Destination, out var to))
            return;
        var copies = _entropy.NextFraction() < Faults.Duplicate ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            if (_entropy.NextFraction() < Faults.Loss)
                continue;
            var delay = Faults.Delay;
            if (_entropy.NextFraction() < Faults.Reorder)
                delay += Faults.ReorderDelay * _entropy.NextFraction();
            At(Now + delay, () => Deliver(to, packet));
        }
    }

    /// <summary>
    /// Runs until that time or until <paramref name="done"/> says so, whichever comes first. True when <paramref name="done"/> ended it.
    /// </summary>
    public bool RunUntil(Instant end, Func<bool>? done = null)
    {
        while (_events.TryPeek(out _, out var next) && next.Time <= end.Nanoseconds)
        {
            if (done?.Invoke() == true)
                return true;
            var action = _events.Dequeue();
            Now = new Instant(next.Time);
            action();
        }

        if (done?.Invoke() == true)
            return true;
        Now = end;
        return false;
    }

    /// <summary>Puts the sealed form of a packet on the wire.</summary>
    internal void SendSealed(SimulatedHost from, byte[] inner, byte[] packet)
    {
        foreach (var observer in _observers)
            observer.OnSealed(Now, from, inner);
        Send(from, packet);
    }

    /// <summary>A host tells that it let a clear packet in.</summary>
    internal void AcceptedInClear(SimulatedHost by, ReadOnlySpan<byte> packet)
    {
        foreach (var observer in _observers)
            observer.OnAcceptedInClear(Now, by, packet);
    }

    /// <summary>A host tells that it got a packet.</summary>
    internal void Delivered(SimulatedHost to, ReadOnlySpan<byte> packet, bool arrivedProtected)
    {
        foreach (var observer in _observers)
            observer.OnDelivered(Now, to, packet, arrivedProtected);
    }

    /// <summary>A host tells that it kept a packet back.</summary>
    internal void KeptBack(SimulatedHost from, ReadOnlySpan<byte> packet)
    {
        foreach (var observer in _observers)
            observer.OnKeptBack(Now, from, packet);
    }

    /// <summary>A host tells that its node began anew.</summary>
    internal void Restarted(SimulatedHost host, bool recordsKept)
    {
        foreach (var observer in _observers)
            observer.OnRestarted(Now, host, recordsKept);
    }

    private void Deliver(SimulatedHost to, byte[] packet)
    {
        if (IsAttached(to))
            to.Receive(packet);
    }
}
