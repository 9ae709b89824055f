using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Packets;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Tests.Matrix;

namespace Gatehouse.Simulation.Tests.Discovery;

/// <summary>
/// One Negotiation Discovery host among many plain ones, which answer its datagrams in clear and know nothing of keying. It asks each of them
/// something at a steady pace, some of them every second, and from a new port every few minutes.
/// </summary>
internal sealed class SilentFleet : IWireObserver, IDisposable
{
    public const int Peers = 1000;

    private const ushort IkePort = 500;
    private const ushort ServicePort = 7000;
    private const int BusyPeers = 20;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BusyPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FlowLength = TimeSpan.FromMinutes(3);
    private static readonly IpAddr HostAddress = IpAddr.Parse("10.0.0.1");

    private readonly HostStack _stack;
    private readonly Node _node;
    private readonly SimulatedHost[] _peers = new SimulatedHost[Peers];
    private readonly List<Node> _peerNodes = [];
    private readonly Dictionary<IpAddr, int> _keyingPackets = [];
    private readonly Requester?[] _requesters = new Requester?[Peers];

    public SilentFleet()
    {
        _node = NodeOf(Scenario.Discovery, seed: 1);
        Host = new SimulatedHost("host", [HostAddress], Network, _node);
        _stack = new HostStack(Host, Network, 1);
        _stack.Serve(ServicePort);
        for (var i = 0; i < Peers; i++)
        {
            _peers[i] = new SimulatedHost($"peer {i}", [AddressOf(i)], Network, null);
            new HostStack(_peers[i], Network, (ulong)i).Serve(ServicePort);
            var (peer, flows) = (i, 0);
            void NextFlow()
            {
                _requesters[peer]?.Stop();
                var local = new Endpoint(HostAddress, (ushort)(20000 + (flows++ % 20000)));
                _requesters[peer] = _stack.AskByUdp(local, new Endpoint(AddressOf(peer), ServicePort), peer < BusyPeers ? BusyPeriod : Period);
                Network.At(Network.Now + FlowLength, NextFlow);
            }

            // Not all in one moment, as in life.
            Network.At(Instant.FromSeconds(0.015 * i), NextFlow);
        }

        Network.Observe(this);
    }

    public VirtualNetwork Network { get; } = new(1, LinkFaults.None);

    public SimulatedHost Host { get; }

    /// <summary>The host's keying packets to each peer since they were last taken.</summary>
    public Dictionary<IpAddr, int> TakeKeyingPackets()
    {
        var taken = new Dictionary<IpAddr, int>(_keyingPackets);
        _keyingPackets.Clear();
        return taken;
    }

    public bool IsProtected(int peer) => _node.Status(Network.Now).QuickModes.Any(pair => pair.Addresses.Remote == AddressOf(peer));

    /// <summary>A plain peer gets a policy.</summary>
    public HostStack GetsPolicy(int peer, Scenario scenario)
    {
        Network.Detach(_peers[peer]);
        var node = NodeOf(scenario, seed: 1000 + (ulong)peer);
        _peerNodes.Add(node);
        _peers[peer] = new SimulatedHost($"peer {peer}", [AddressOf(peer)], Network, node);
        var stack = new HostStack(_peers[peer], Network, (ulong)peer);
        stack.Serve(ServicePort);
        return stack;
    }

    /// <summary>A peer's application asks the host something.</summary>
    public static Requester Ask(HostStack stack, int peer) =>
        stack.AskByUdp(new Endpoint(AddressOf(peer), 30000), new Endpoint(HostAddress, ServicePort), TimeSpan.FromSeconds(1));

    public void OnWire(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet)
    {
        if (from == Host && IpPacketReader.TryRead(packet, 0, out var info) && info is { Protocol: IpProtocol.Udp, DestinationPort: IkePort })
            _keyingPackets[info.Destination] = _keyingPackets.GetValueOrDefault(info.Destination) + 1;
    }

    public void Dispose()
    {
        _node.Dispose();
        foreach (var node in _peerNodes)
            node.Dispose();
    }

    private static IpAddr AddressOf(int peer) => IpAddr.Parse($"10.1.{peer / 250}.{(peer % 250) + 1}");

    private static Node NodeOf(Scenario scenario, ulong seed) =>
        SimulatedNode.Create(MatrixPolicies.For(new(scenario), new MatrixPolicyOptions(IsInitiator: true, ExemptIcmp: true)), "k", seed);
}
