using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Host.Status;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Simulation;

namespace Gatehouse.Cli.Demo;

/// <summary>The same three hosts on the virtual network: the real engine, keying and ESP, with packets that never leave this process.</summary>
internal sealed class SimulatedStage : IDemoStage, IWireObserver
{
    private const ulong Seed = 1;

    /// <summary>Virtual time a flow gets; the wire needs a millisecond.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly VirtualNetwork _network = new(Seed, LinkFaults.None);
    private readonly Dictionary<string, SimulatedHost> _hosts = [];
    private readonly Dictionary<string, Node> _nodes = [];
    private SimulatedConversation? _conversation;

    public SimulatedStage()
    {
        var policy = PolicyReader.Read(DemoPolicy.Text(), "transport-mode-psk.yaml").Document
            ?? throw new InvalidOperationException("the shipped policy has errors");
        var objects = ScenarioCompiler.Compile(policy);
        var key = DemoPolicy.MakeKey();
        for (var i = 0; i < DemoFlow.Hosts.Length; i++)
        {
            var name = DemoFlow.Hosts[i];
            if (DemoFlow.Enforced.Contains(name))
                _nodes[name] = SimulatedNode.Create(objects, key, Seed + (ulong)i);
            IpAddr[] addresses = [IpAddr.Parse($"10.98.0.{11 + i}"), IpAddr.Parse($"fd98::{11 + i}")];
            var host = new SimulatedHost(name, addresses, _network, _nodes.GetValueOrDefault(name));
            host.Received = packet => _conversation?.OnReceived(host, packet);
            _hosts[name] = host;
        }

        _network.Observe(this);
    }

    public bool Simulated => true;

    public WireTally Wire { get; } = new();

    public IReadOnlyList<string> Hints => ["SIMULATED: the engine, the keying and ESP are the real ones; no packet left this process."];

    public IpAddr Address(string host, IpFamily family) => _hosts[host].Address(family);

    public Task<bool> TryAsync(DemoFlow flow, CancellationToken cancellation)
    {
        _conversation = new SimulatedConversation(flow, _hosts[flow.From], _hosts[flow.To]);
        _conversation.Begin();
        var conversation = _conversation;
        _network.RunUntil(_network.Now + Patience, () => conversation.Done);
        return Task.FromResult(flow.Expected == FlowOutcome.Blocked ? conversation.Arrived : conversation.Done);
    }

    public Task SettleAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<QuickModeSaReport>> SasAsync(string host, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<QuickModeSaReport>>(_nodes.TryGetValue(host, out var node)
            ? StatusReporter.Report(node.Status(_network.Now), host, "", TimeSpan.Zero).QuickModeSas
            : []);

    public void OnWire(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet) => Wire.Add(packet);

    public ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
            node.Dispose();
        return ValueTask.CompletedTask;
    }
}
