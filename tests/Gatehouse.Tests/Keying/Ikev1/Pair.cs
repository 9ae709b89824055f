using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;

namespace Gatehouse.Tests.Keying.Ikev1;

/// <summary>What the network between two nodes does to datagrams and packets.</summary>
public sealed record Weather(double Loss = 0, double Duplication = 0, double Reordering = 0);

/// <summary>
/// Two modules on a virtual clock with a network between them that loses, duplicates and reorders by a seed. The virtual packets stand for ESP:
/// they carry an SPI, arrive when the other end has that SPI, and count as lost otherwise.
/// </summary>
public sealed class Pair
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(10);

    private readonly PriorityQueue<Action, (long Time, long Order)> _events = new();
    private readonly SeededEntropy _weatherEntropy;
    private long _order;

    public Pair(
        ulong seed = 1, bool v6 = false, Weather? weather = null, Ikev1Options? options = null, Func<TestPolicy, IEntropy, IKeyingModule>? module = null)
    {
        _weatherEntropy = new SeededEntropy(seed * 3);
        Weather = weather ?? new Weather();
        A = new TestNode(IpAddr.Parse(v6 ? "fd99::11" : "10.99.0.11"), new SeededEntropy((seed * 3) + 1), options, module).Boot();
        B = new TestNode(IpAddr.Parse(v6 ? "fd99::12" : "10.99.0.12"), new SeededEntropy((seed * 3) + 2), options, module).Boot();
    }

    public TestNode A { get; }

    public TestNode B { get; }

    public Weather Weather { get; set; }

    public Instant Now { get; private set; } = Instant.FromSeconds(1000);

    /// <summary>Every datagram that was put on the wire, in order.</summary>
    public List<(TestNode From, byte[] Data)> Wire { get; } = [];

    /// <summary>Changes a datagram on its way, or drops it by returning null.</summary>
    public Func<TestNode, byte[], byte[]?> OnWire { get; set; } = (_, data) => data;

    /// <summary>Rewrites the source port, as a NAT would.</summary>
    public Func<TestNode, ushort, ushort> SourcePort { get; set; } = (_, port) => port;

    /// <summary>How long a step of authentication takes that may wait; null when it never ends.</summary>
    public Func<TestNode, KeyingStep, TimeSpan?> StepTime { get; set; } = (_, _) => TimeSpan.Zero;

    /// <summary>Steps that never end; <see cref="EndStep"/> ends one all the same.</summary>
    public List<(TestNode Node, KeyingStep Step)> Hanging { get; } = [];

    public int PacketsSent { get; private set; }

    /// <summary>Packets that arrived under an SPI the receiver did not have.</summary>
    public int PacketsLost { get; private set; }

    public Dictionary<TestNode, int> Delivered { get; } = [];

    public TestNode Other(TestNode node) => node == A ? B : A;

    public AddressPair Addresses(TestNode node) => new(node.Address, Other(node).Address);

    public void Acquire(TestNode node, TrafficSelector selector = default, bool guaranteeEncryption = false) =>
        Do(node, (module, actions) => module.Acquire(Now, Addresses(node), selector, guaranteeEncryption, actions));

    /// <summary>Any call of a node's module; its datagrams travel.</summary>
    public void Do(TestNode node, Action<IKeyingModule, List<KeyingAction>> call) => Call(node, call);

    public void Signal(TestNode node, Spi inbound, SaSignal signal) =>
        Call(node, (module, actions) => module.OnSaSignal(Now, inbound, signal, actions));

    public void Shutdown(TestNode node) => Call(node, (module, actions) => module.Shutdown(Now, actions));

    /// <summary>A datagram arrives now, from the peer's address unless said otherwise.</summary>
    public void Inject(TestNode to, byte[] data, IpAddr? from = null) => Call(to, (module, actions) => module.OnDatagram(
        Now, new Endpoint(to.Address, 500), new Endpoint(from ?? Other(to).Address, SourcePort(Other(to), 500)), data, actions));

    /// <summary>A node says something by hand, under its own module's keys.</summary>
    public void Tell(TestNode node, Action say) => Call(node, (module, actions) =>
    {
        ((Ikev1Module)module).Context.Begin(Now, actions);
        say();
    });

    /// <summary>One packet of the user's: sent under the newest pair, or the reason of an acquire.</summary>
    public void SendPacket(TestNode node)
    {
        if (node.Sender is not { } pair)
        {
            Acquire(node);
            return;
        }

        PacketsSent++;
        var spi = pair.Sa.Outbound;
        Travel(() => Arrive(Other(node), spi));
    }

    /// <summary>Both ends send a packet every period until the given time.</summary>
    public void TrafficUntil(Instant end, TimeSpan period, bool fromA = true, bool fromB = true)
    {
        for (var next = Now; next <= end; next += period)
        {
            RunUntil(next);
            if (fromA)
                SendPacket(A);
            if (fromB)
                SendPacket(B);
        }
    }

    public void Run(double seconds) => RunUntil(Now + TimeSpan.FromSeconds(seconds));

    public void RunUntil(Instant end)
    {
        while (true)
        {
            var next = _events.TryPeek(out _, out var priority) ? new Instant(priority.Time) : Instant.Never;
            var deadline = Instant.Min(A.Module.NextDeadline ?? Instant.Never, B.Module.NextDeadline ?? Instant.Never);
            var due = Instant.Min(next, deadline);
            if (due > end)
                break;
            if (due > Now)
                Now = due;
            if (next <= deadline)
            {
                _events.Dequeue()();
                continue;
            }

            foreach (var node in new[] { A, B })
            {
                if (node.Module.NextDeadline <= Now)
                    Call(node, (module, actions) => module.OnDeadline(Now, actions));
            }
        }

        Now = end;
    }

    /// <summary>A begins and both ends finish.</summary>
    public Pair Establish()
    {
        Acquire(A);
        Run(1);
        Sendable(A).ShouldBeTrue(string.Join('\n', A.Failures.Concat(B.Failures).Select(news => news.Text)));
        Sendable(B).ShouldBeTrue();
        return this;
    }

    /// <summary>True when a packet of this node would be sealed now and open at the other end.</summary>
    public bool Sendable(TestNode node) => node.Sender is { } pair && Other(node).Pairs.ContainsKey(pair.Sa.Outbound);

    /// <summary>The two ends hold the same pairs with the same keys, crosswise.</summary>
    public void ShouldMirror()
    {
        A.Pairs.Count.ShouldBe(B.Pairs.Count);
        foreach (var mine in A.Pairs.Values)
        {
            var theirs = B.Pairs[mine.Sa.Outbound].Sa;
            theirs.Outbound.ShouldBe(mine.Sa.Inbound);
            theirs.Algorithm.ShouldBe(mine.Sa.Algorithm);
            theirs.Lifetime.ShouldBe(mine.Sa.Lifetime);
            theirs.Selector.ShouldBe(new TrafficSelector(mine.Sa.Selector.Protocol, mine.Sa.Selector.RemotePort, mine.Sa.Selector.LocalPort));
            theirs.IsInitiator.ShouldBe(!mine.Sa.IsInitiator);
            theirs.InboundKey.ContentEquals(mine.Sa.OutboundKey).ShouldBeTrue();
            theirs.OutboundKey.ContentEquals(mine.Sa.InboundKey).ShouldBeTrue();
            mine.Sa.InboundKey.ContentEquals(mine.Sa.OutboundKey).ShouldBeFalse();
            mine.Sa.InboundKey.Length.ShouldBe(mine.Sa.Algorithm.KeyMaterialLength);
        }
    }

    /// <summary>A step that hung has ended.</summary>
    public void EndStep(TestNode node, KeyingStep step)
    {
        step.Run();
        Call(node, (module, actions) => module.OnStepEnded(Now, step, actions));
    }

    private void Call(TestNode node, Action<IKeyingModule, List<KeyingAction>> call) => node.Call(
        call,
        datagram =>
        {
            Wire.Add((node, datagram.Data));
            Travel(() =>
            {
                if (OnWire(node, datagram.Data) is { } data)
                    Inject(Other(node), data);
            });
        },
        step =>
        {
            if (StepTime(node, step) is { } time)
                _events.Enqueue(() => EndStep(node, step), ((Now + time).Nanoseconds, _order++));
            else
                Hanging.Add((node, step));
        });

    private void Arrive(TestNode node, Spi spi)
    {
        if (!node.Pairs.TryGetValue(spi, out var pair))
        {
            PacketsLost++;
            return;
        }

        Delivered[node] = Delivered.GetValueOrDefault(node) + 1;
        if (pair.Heard)
            return;
        pair.Heard = true;
        Signal(node, spi, SaSignal.FirstPacketReceived);
    }

    private void Travel(Action arrive)
    {
        if (_weatherEntropy.NextFraction() < Weather.Loss)
            return;
        var copies = _weatherEntropy.NextFraction() < Weather.Duplication ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var delay = Latency * (1 + _weatherEntropy.NextFraction());
            if (_weatherEntropy.NextFraction() < Weather.Reordering)
                delay += TimeSpan.FromMilliseconds(200) * _weatherEntropy.NextFraction();
            _events.Enqueue(arrive, ((Now + delay).Nanoseconds, _order++));
        }
    }
}
