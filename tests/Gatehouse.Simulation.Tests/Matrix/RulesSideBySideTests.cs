using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Simulation.Tests.Swarm;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>
/// Two flows at once between two hosts with the same policy, one that its rule decides and one that it does not: neither disturbs the other, and
/// the SA of one is no licence or obstacle for the other.
/// </summary>
public sealed class RulesSideBySideTests
{
    public static TheoryData<Scenario, Scenario> BasesAndRules
    {
        get
        {
            var pairs = new TheoryData<Scenario, Scenario>();
            foreach (var (@base, rule) in MatrixCells.Plain.Select(cell => (cell.Initiator.Base, cell.Responder.Base)).Distinct())
            {
                if (@base != rule)
                    pairs.Add(@base, rule);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(BasesAndRules))]
    public void Each_flow_ends_as_it_would_alone(Scenario @base, Scenario rule)
    {
        var policy = new HostPolicy(@base, new Rule(rule, Port: true));
        var plan = new SwarmPlan { Initiator = policy, Responder = policy };
        var network = new VirtualNetwork(1, LinkFaults.None);
        using var initiator = new SwarmHost(plan, network, isInitiator: true);
        using var responder = new SwarmHost(plan, network, isInitiator: false);
        var flows = new[] { true, false }.Select(toRulePort => new Flow(Traffic.Tcp, IpFamily.V4, toRulePort)).Select((kind, i) =>
            (Kind: kind, Seen: new FlowUnderTest(network, kind, initiator.Address, responder.Address, (ushort)(40000 + i)))).ToArray();
        foreach (var (_, seen) in flows)
            seen.Begin(network, initiator.Stack);
        network.RunUntil(Instant.FromSeconds(15));
        foreach (var (kind, seen) in flows)
        {
            var expected = Expectation.For(policy, policy, KeyingCase.Works, kind);
            var what = $"{policy}, {(kind.ToRulePort ? "to the port" : "elsewhere")}";
            (seen.Requests.SentInClear > 0, seen.Requests.SentProtected > 0).ShouldBe(Parts(expected.RequestsSent), what);
            (seen.Answers.AcceptedInClear > 0, seen.Answers.AcceptedProtected > 0).ShouldBe(Parts(expected.AnswersAccepted), what);
            (seen.Answered > 0).ShouldBe(expected.End != EndState.None, what);
            (seen.Requests.FellBack || seen.Answers.FellBack).ShouldBeFalse(what);
        }
    }

    private static (bool InClear, bool Protected) Parts(Way way) => (way.HasFlag(Way.Clear), way.HasFlag(Way.Protected));
}
