using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Simulation.Tests.Matrix;
using Gatehouse.Simulation.Tests.Swarm;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Discovery;

/// <summary>
/// The policy of one host changes in the middle of a negotiation, at every message of it. What comes of the negotiation is what the new policy
/// allows: no SA for all traffic where only one port may be negotiated for.
/// </summary>
public sealed class ReloadDuringNegotiationTests
{
    private static readonly HostPolicy OnePort = new(Scenario.Clear, new Rule(Scenario.Boundary, Port: true));

    public static TheoryData<int, bool> Moments
    {
        get
        {
            var moments = new TheoryData<int, bool>();
            for (var halfMilliseconds = 1; halfMilliseconds < 30; halfMilliseconds += 2)
            {
                moments.Add(halfMilliseconds, true);
                moments.Add(halfMilliseconds, false);
            }

            return moments;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Nothing_is_installed_that_the_new_policy_does_not_allow(int halfMilliseconds, bool reloadsInitiator)
    {
        var plan = new SwarmPlan { Initiator = new(Scenario.Discovery), Responder = new(Scenario.Discovery) };
        var network = new VirtualNetwork(1, LinkFaults.None);
        using var initiator = new SwarmHost(plan, network, isInitiator: true);
        using var responder = new SwarmHost(plan, network, isInitiator: false);
        var flow = new FlowUnderTest(network, new Flow(Traffic.Udp, IpFamily.V4), initiator.Address, responder.Address, clientPort: 40000);
        flow.Begin(network, initiator.Stack);
        network.RunUntil(Instant.Zero + TimeSpan.FromMilliseconds(halfMilliseconds / 2.0));
        var changed = reloadsInitiator ? initiator : responder;
        changed.Reload(OnePort);
        flow.FallSilent(close: true);
        network.RunUntil(Instant.FromSeconds(60));
        changed.Node.Status(network.Now).QuickModes.ShouldBeEmpty();
    }
}
