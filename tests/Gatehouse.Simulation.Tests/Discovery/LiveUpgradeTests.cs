using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Invariants;
using Gatehouse.Simulation.Tests.Matrix;
using Gatehouse.Simulation.Tests.Swarm;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Discovery;

/// <summary>
/// A TCP transfer that starts in clear goes on when the SA comes up, on a wire that loses a fifth of all packets: no reset, no lost byte, and
/// keying does not give up because answers arrive in clear.
/// </summary>
public sealed class LiveUpgradeTests
{
    private const int Seeds = 120;

    private static readonly Instant Patience = Instant.FromSeconds(120);

    [Theory]
    [InlineData(Scenario.Discovery, Scenario.Boundary)]
    [InlineData(Scenario.Boundary, Scenario.Boundary)]
    public void At_a_fifth_lost_every_connection_is_upgraded_and_keeps_its_bytes(Scenario initiator, Scenario responder)
    {
        var failures = Enumerable.Range(1, Seeds).AsParallel().AsOrdered()
            .SelectMany(seed => Play(initiator, responder, (ulong)seed).Select(failure => $"seed {seed}: {failure}"));
        string.Join('\n', failures).ShouldBeEmpty();
    }

    private static List<string> Play(Scenario initiator, Scenario responder, ulong seed)
    {
        var plan = new SwarmPlan
        {
            Seed = seed,
            Initiator = new(initiator),
            Responder = new(responder),
            Family = seed % 2 == 0 ? IpFamily.V4 : IpFamily.V6,
        };
        var network = new VirtualNetwork(seed, new LinkFaults(0.2, 0.05, 0.1));
        using var client = new SwarmHost(plan, network, isInitiator: true);
        using var server = new SwarmHost(plan, network, isInitiator: false);
        var invariants = new FlowInvariants(
            (address, packet) => MatrixPolicies.Promise((address == client.Address ? client : server).Policy, packet, exemptIcmp: false),
            FlowInvariantOptions.Simulation);
        network.Observe(new FlowInvariantObserver(invariants));
        var flow = new FlowUnderTest(network, new Flow(Traffic.Tcp, plan.Family), client.Address, server.Address, clientPort: 40000);
        flow.Begin(network, client.Stack);
        var failures = new List<string>();
        if (!network.RunUntil(Patience, () => flow is { Requests.AcceptedProtected: > 0, Answers.AcceptedProtected: > 0 }))
            failures.Add("not upgraded");
        if (flow.Requests.SentInClear == 0)
            failures.Add("did not begin in clear");
        network.RunUntil(network.Now + TimeSpan.FromSeconds(10));
        flow.FallSilent(close: true);
        network.RunUntil(network.Now + TimeSpan.FromMinutes(20), () => flow.Connection != TcpState.Open);
        if (flow.Connection != TcpState.Closed || flow.IsCorrupt || flow.Answered != flow.Asked)
            failures.Add($"ended {flow.Connection} with {flow.Answered} of {flow.Asked} bytes{(flow.IsCorrupt ? ", corrupt" : "")}");
        failures.AddRange(invariants.Violations);
        return failures;
    }
}
