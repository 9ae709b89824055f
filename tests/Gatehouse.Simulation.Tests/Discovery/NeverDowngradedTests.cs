using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Invariants;
using Gatehouse.Simulation.Tests.Matrix;
using Gatehouse.Simulation.Tests.Swarm;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Discovery;

/// <summary>How a protected flow loses its SA.</summary>
public enum Loss
{
    /// <summary>The SA carries nothing for its idle timeout.</summary>
    IdleDeletion,

    /// <summary>The SA expires, and every rekey fails.</summary>
    FailedRekey,

    /// <summary>The peer deletes its SAs and says so.</summary>
    DeletedByPeer,

    /// <summary>The whole peer begins anew, without a word.</summary>
    PeerReboot,

    /// <summary>This host's node is killed and begins again with its records.</summary>
    Kill,

    /// <summary>The policy leaves everything in clear for a moment, and then is what it was.</summary>
    ReloadThroughClear,
}

/// <summary>
/// Two hosts under negotiation discovery have a protected flow. Then the SA is lost, one way or another, and no key can be negotiated for five
/// minutes in which the application goes on. Not one packet leaves in clear, and when keying is possible again the flow is protected again.
/// </summary>
public sealed class NeverDowngradedTests
{
    private static readonly Instant Lost = Instant.FromSeconds(10);
    private static readonly TimeSpan WithoutKeys = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static TheoryData<Loss, Traffic> Cases
    {
        get
        {
            var cases = new TheoryData<Loss, Traffic>();
            foreach (var loss in Enum.GetValues<Loss>())
            {
                // A datagram flow that is idle for as long as an SA may be has ended.
                foreach (var traffic in loss == Loss.IdleDeletion ? new[] { Traffic.Tcp } : [Traffic.Tcp, Traffic.Udp, Traffic.Icmp])
                    cases.Add(loss, traffic);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_flow_that_lost_its_SA_waits_for_another(Loss loss, Traffic traffic)
    {
        var plan = new SwarmPlan
        {
            Initiator = new(Scenario.Discovery),
            Responder = new(Scenario.Discovery),
            ShortLives = loss == Loss.FailedRekey,
        };
        var network = new VirtualNetwork(1, LinkFaults.None);
        using var host = new SwarmHost(plan, network, isInitiator: true);
        using var peer = new SwarmHost(plan, network, isInitiator: false);
        var invariants = new FlowInvariants(
            (address, packet) => MatrixPolicies.Promise((address == host.Address ? host : peer).Policy, packet, exemptIcmp: false),
            FlowInvariantOptions.Simulation);
        network.Observe(new FlowInvariantObserver(invariants));
        var flow = new FlowUnderTest(network, new Flow(traffic, IpFamily.V4), host.Address, peer.Address, clientPort: 40000);
        flow.Begin(network, host.Stack);
        network.RunUntil(Lost);
        flow.Answers.AcceptedProtected.ShouldBeGreaterThan(0);
        var (clear, answered) = (flow.Requests.SentInClear, flow.Answered);
        answered.ShouldBeGreaterThan(0);

        host.Host.IsKeyingSilent = peer.Host.IsKeyingSilent = true;
        Lose(loss, network, flow, host, peer);
        network.RunUntil(network.Now + WithoutKeys);
        flow.Requests.SentInClear.ShouldBe(clear);
        flow.Answers.SentInClear.ShouldBe(0);
        invariants.Violations.ShouldBeEmpty();

        host.Host.IsKeyingSilent = peer.Host.IsKeyingSilent = false;
        var before = flow.Answered;
        network.RunUntil(network.Now + Patience, () => flow.Answered > before || flow.Connection == TcpState.Reset);
        invariants.Violations.ShouldBeEmpty();
        flow.IsCorrupt.ShouldBeFalse();

        // A rebooted peer knows no connection, and says so, protected.
        if (loss == Loss.PeerReboot && traffic == Traffic.Tcp)
            flow.Connection.ShouldBe(TcpState.Reset);
        else
            flow.Answered.ShouldBeGreaterThan(before);
    }

    private static void Lose(Loss loss, VirtualNetwork network, FlowUnderTest flow, SwarmHost host, SwarmHost peer)
    {
        switch (loss)
        {
            case Loss.IdleDeletion:
                flow.FallSilent(close: false);
                network.RunUntil(network.Now + TimeSpan.FromSeconds(320));
                host.Node.Status(network.Now).QuickModes.ShouldBeEmpty();
                flow.GoOn(network);
                break;
            case Loss.FailedRekey:
                break;
            case Loss.DeletedByPeer:
                peer.Host.IsKeyingSilent = false;
                peer.Node.Shutdown(network.Now);
                peer.Host.Drain();
                network.RunUntil(network.Now + TimeSpan.FromMilliseconds(10));
                peer.Host.IsKeyingSilent = true;
                host.Node.Status(network.Now).QuickModes.ShouldBeEmpty();
                break;
            case Loss.PeerReboot:
                peer.Crash(TimeSpan.FromSeconds(1), recordsKept: false, withApplications: true);
                break;
            case Loss.Kill:
                host.Crash(TimeSpan.FromSeconds(1), recordsKept: true, withApplications: false);
                break;
            default:
                host.Reload(new(Scenario.Clear));
                host.Node.Status(network.Now).QuickModes.ShouldBeEmpty();
                network.RunUntil(network.Now + TimeSpan.FromSeconds(3));
                host.Reload(new(Scenario.Discovery));
                break;
        }
    }
}
