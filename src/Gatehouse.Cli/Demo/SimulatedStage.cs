using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Host.Status;
using Gatehouse.Packets;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Simulation;
using Gatehouse.Simulation.Applications;

namespace Gatehouse.Cli.Demo;

/// <summary>The same hosts on the virtual network: the real engine, keying and ESP, with packets that never leave this process.</summary>
internal sealed class SimulatedStage : IDemoStage, IWireObserver
{
    private const ulong Seed = 1;

    /// <summary>Virtual time a flow gets; the wire needs a millisecond, and TCP repeats a lost SYN after a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly VirtualNetwork _network = new(Seed, LinkFaults.None);
    private readonly Dictionary<string, SimulatedHost> _hosts = [];
    private readonly Dictionary<string, HostStack> _stacks = [];
    private readonly Dictionary<string, Node> _nodes = [];
    private DemoFlow? _flow;
    private bool _arrived;

    public SimulatedStage()
    {
        var key = DemoPolicy.MakeKey();
        for (var i = 0; i < DemoHost.All.Length; i++)
        {
            var (name, policy, _) = DemoHost.All[i];
            if (policy is not null)
                _nodes[name] = SimulatedNode.Create(ScenarioCompiler.Compile(Read(policy)), key, Seed + (ulong)i);
            IpAddr[] addresses = [IpAddr.Parse($"10.98.0.{11 + i}"), IpAddr.Parse($"fd98::{11 + i}")];
            _hosts[name] = new SimulatedHost(name, addresses, _network, _nodes.GetValueOrDefault(name));
            _stacks[name] = new HostStack(_hosts[name], _network, Seed + (ulong)i);
        }

        _network.Observe(this);
    }

    public bool Simulated => true;

    public WireTally Wire { get; } = new();

    public IReadOnlyList<string> Hints => ["SIMULATED: the engine, the keying and ESP are the real ones; no packet left this process."];

    public IpAddr Address(string host, IpFamily family) => _hosts[host].Address(family);

    public Task<bool> TryAsync(DemoFlow flow, CancellationToken cancellation)
    {
        (_flow, _arrived) = (flow, false);
        var (from, to) = (Address(flow.From, flow.Family), Address(flow.To, flow.Family));
        var conversation = new SimulatedConversation(_network, flow, _stacks[flow.From], _stacks[flow.To], from, to);
        _network.RunUntil(_network.Now + Patience, () => conversation.Done);
        conversation.End();
        return Task.FromResult(flow.Expected == FlowOutcome.Blocked ? _arrived : conversation.Done);
    }

    public Task SettleAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<QuickModeSaReport>> SasAsync(string host, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<QuickModeSaReport>>(_nodes.TryGetValue(host, out var node)
            ? StatusReporter.Report(node.Status(_network.Now), host, "", TimeSpan.Zero).QuickModeSas
            : []);

    public void OnWire(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet) => Wire.Add(packet, TimeSpan.FromSeconds(now.Seconds));

    public void OnDelivered(Instant now, SimulatedHost to, ReadOnlySpan<byte> packet, bool arrivedProtected)
    {
        if (_flow is { } flow && to.Name == flow.To && IpPacketReader.TryRead(packet, 0, out var info) && info.Protocol == flow.ProtocolNumber
            && info.Source == Address(flow.From, flow.Family) && info.DestinationPort == flow.Port)
        {
            _arrived = true;
        }
    }

    public ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
            node.Dispose();
        return ValueTask.CompletedTask;
    }

    private static PolicyDocument Read(string name) =>
        PolicyReader.Read(DemoPolicy.Text(name), name).Document ?? throw new InvalidOperationException($"the shipped {name} has errors");
}
