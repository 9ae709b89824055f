using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Model.Wfp;
using Gatehouse.Packets;
using Shouldly;

namespace Gatehouse.Simulation.Tests;

/// <summary>
/// Two Transport Mode hosts on a faulty wire. Applications on one or both sides send a numbered datagram at a steady pace.
/// </summary>
internal sealed class TwoNodeRun : IDisposable
{
    private const ushort Port = 7777;

    private readonly IpFamily _family;
    private readonly WfpObjectSet _objects;
    private readonly ulong _seed;
    private readonly HashSet<uint> _atA = [];
    private readonly HashSet<uint> _atB = [];
    private Node _nodeA;
    private Node _nodeB;
    private bool _silent;

    public TwoNodeRun(WfpObjectSet objects, ulong seed, LinkFaults faults, IpFamily family, string keyA = "k", string keyB = "k")
    {
        (_objects, _seed, _family) = (objects, seed, family);
        Network = new VirtualNetwork(seed, faults);
        Network.Observe(Checker);
        _nodeA = SimulatedNode.Create(objects, keyA, (seed * 2) + 1);
        _nodeB = SimulatedNode.Create(objects, keyB, (seed * 2) + 2);
        A = new SimulatedHost("a", [IpAddr.Parse("10.0.0.1"), IpAddr.Parse("fd00::1")], Network, _nodeA);
        B = new SimulatedHost("b", [IpAddr.Parse("10.0.0.2"), IpAddr.Parse("fd00::2")], Network, _nodeB);
        A.Received = packet => Note(packet, _atA);
        B.Received = packet => Note(packet, _atB);
    }

    public VirtualNetwork Network { get; }

    public ClearTextChecker Checker { get; } = new();

    public SimulatedHost A { get; }

    public SimulatedHost B { get; private set; }

    /// <summary>Different datagrams that reached the application of A.</summary>
    public int ReceivedByA => _atA.Count;

    /// <summary>Different datagrams that reached the application of B.</summary>
    public int ReceivedByB => _atB.Count;

    /// <summary>Datagrams sent so far, by host.</summary>
    public Dictionary<string, int> Sent { get; } = new() { ["a"] = 0, ["b"] = 0 };

    public bool DeliveredBothWays => ReceivedByA > 0 && ReceivedByB > 0;

    public bool Established(Instant now) => _nodeA.Status(now).QuickModes.Length > 0 && _nodeB.Status(now).QuickModes.Length > 0;

    public NodeStatus StatusA => _nodeA.Status(Network.Now);

    public NodeStatus StatusB => _nodeB.Status(Network.Now);

    /// <summary>Starts the application of A or B at a time; it sends to the other until <see cref="FallSilent"/>.</summary>
    public void Talk(string name, Instant start, TimeSpan period)
    {
        var number = (uint)Sent[name];
        void SendOne()
        {
            if (_silent)
                return;
            var (from, to) = name == "a" ? (A, B) : (B, A);
            var payload = new byte[64];
            BinaryPrimitives.WriteUInt32BigEndian(payload, ++number);
            Sent[name]++;
            from.Send(PacketBuilder.BuildUdp(new Endpoint(from.Address(_family), Port), new Endpoint(to.Address(_family), Port), payload));
            Network.At(Network.Now + period, SendOne);
        }

        Network.At(start, SendOne);
    }

    /// <summary>Both applications stop.</summary>
    public void FallSilent() => _silent = true;

    /// <summary>The application of A or B talks again, with numbers that go on.</summary>
    public void Resume(string name, TimeSpan period)
    {
        _silent = false;
        Talk(name, Network.Now, period);
    }

    /// <summary>B is killed and started again: it has lost every SA and knows nothing, and nobody was told.</summary>
    public void CrashAndRestartB()
    {
        Network.Detach(B);
        _nodeB.Dispose();
        _nodeB = SimulatedNode.Create(_objects, "k", (_seed * 2) + 1_000_002);
        B = new SimulatedHost("b", B.Addresses, Network, _nodeB) { Received = packet => Note(packet, _atB) };
    }

    public void Dispose()
    {
        _nodeA.Dispose();
        _nodeB.Dispose();
    }

    private static void Note(byte[] packet, HashSet<uint> received)
    {
        IpPacketReader.TryRead(packet, 0, out var info).ShouldBeTrue();
        received.Add(BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(info.TransportOffset + UdpView.HeaderLength)));
    }
}
