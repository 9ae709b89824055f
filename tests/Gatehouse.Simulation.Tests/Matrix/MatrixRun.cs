using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Packets;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Invariants;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>
/// Plays one cell of the matrix on a wire without faults, and compares what happened with what must: a first flow while there is no SA, and a
/// second one of the same kind when there is one, if ever. In the end both nodes are killed and begin again with their flow records, without
/// a chance of new keys: what each then does with the second flow shows its Secure flag.
/// </summary>
internal sealed class MatrixRun : IDisposable
{
    private static readonly Instant Start = Instant.FromSeconds(0.1);
    private static readonly Instant Second = Instant.FromSeconds(4);
    private static readonly Instant Late = Instant.FromSeconds(6);
    private static readonly Instant End = Instant.FromSeconds(8);

    private readonly MatrixCell _cell;
    private readonly bool _clearMeansNoNode;
    private readonly List<string> _differences = [];
    private readonly VirtualNetwork _network = new(1, LinkFaults.None);
    private readonly FlowInvariants _invariants;
    private readonly SimulatedFlowRecords _initiatorRecords = new();
    private readonly SimulatedFlowRecords _responderRecords = new();
    private readonly SimulatedHost _initiatorHost;
    private readonly SimulatedHost _responderHost;
    private readonly HostStack _initiator;
    private readonly FlowUnderTest _first;
    private readonly FlowUnderTest _second;
    private Node? _initiatorNode;
    private Node? _responderNode;

    private MatrixRun(MatrixCell cell, bool clearMeansNoNode)
    {
        (_cell, _clearMeansNoNode) = (cell, clearMeansNoNode);
        _initiatorNode = NodeFor(cell.Initiator, isInitiator: true);
        _responderNode = NodeFor(cell.Responder, isInitiator: false);
        _initiatorHost = new SimulatedHost("initiator", [IpAddr.Parse("10.0.0.1"), IpAddr.Parse("fd00::1")], _network, _initiatorNode);
        _responderHost = new SimulatedHost("responder", [IpAddr.Parse("10.0.0.2"), IpAddr.Parse("fd00::2")], _network, _responderNode)
        {
            IsKeyingSilent = cell is { Keying: KeyingCase.PeerSilent, Modules: null },
        };
        _initiator = new HostStack(_initiatorHost, _network, 1);
        var responder = new HostStack(_responderHost, _network, 2);
        responder.Serve(MatrixPolicies.RulePort);
        responder.Serve(MatrixPolicies.OtherPort);
        var (client, server) = (_initiatorHost.Address(cell.Flow.Family), _responderHost.Address(cell.Flow.Family));
        _first = new FlowUnderTest(_network, cell.Flow, client, server, 40000);
        _second = new FlowUnderTest(_network, cell.Flow, client, server, 40001);
        _invariants = new FlowInvariants(
            (host, packet) => MatrixPolicies.Promise(host == client ? cell.Initiator : cell.Responder, packet, IsExempt), FlowInvariantOptions.Simulation);
        _network.Observe(new FlowInvariantObserver(_invariants));
    }

    private bool IsExempt => _cell.Flow.Traffic == Traffic.ExemptIcmp;

    private Expectation Expected => _cell.Expected;

    /// <summary>Plays the cell; what differs from its expectation, in words.</summary>
    public static IReadOnlyList<string> Play(MatrixCell cell, bool clearMeansNoNode)
    {
        using var run = new MatrixRun(cell, clearMeansNoNode);
        run.PlayFlows();
        run.CompareSas();
        run.CompareModules();
        run.CompareSecureFlag();
        run._differences.AddRange(run._invariants.Violations);
        return [.. run._differences.Select(difference => $"{cell}{(clearMeansNoNode ? " (clear: no node)" : "")}: {difference}")];
    }

    public void Dispose()
    {
        _initiatorNode?.Dispose();
        _responderNode?.Dispose();
        _initiatorRecords.Dispose();
        _responderRecords.Dispose();
    }

    private void PlayFlows()
    {
        _network.At(Start, () => _first.Begin(_network, _initiator));
        _network.At(Second, () => _second.Begin(_network, _initiator));
        _network.RunUntil(Late);
        var (asked, answered, secondAnswered) = (_first.Asked, _first.Answered, _second.Answered);
        _network.RunUntil(End);
        _first.FallSilent(close: true);
        _second.FallSilent(close: false);
        _network.RunUntil(End + TimeSpan.FromMilliseconds(100));

        var passes = Expected.End != EndState.None;
        Compare("the first flow's late questions answered", passes ? _first.Asked - asked : 0, _first.Answered - answered);
        Compare("the second flow passes", passes, _second.Answered > secondAnswered);
        Compare("corruption", false, _first.IsCorrupt || _second.IsCorrupt);
        if (_cell.Flow.Traffic == Traffic.Tcp)
        {
            Compare("the first connection", passes ? TcpState.Closed : TcpState.Opening, _first.Connection!.Value);
            Compare("the first connection's bytes answered", passes ? _first.Asked : 0, _first.Answered);
        }

        CompareWire("first flow", _first, Expected);

        // With an SA in place nothing of a new flow is in clear, not even its beginning.
        CompareWire("second flow", _second, Expected.Sa ? new(Way.Protected, Way.Protected, Way.Protected, Way.Protected, Sa: true) : Expected);
    }

    private void CompareWire(string what, FlowUnderTest flow, Expectation expected)
    {
        var (requests, answers) = (flow.Requests, flow.Answers);
        Compare($"{what}, requests sent", expected.RequestsSent, WayOf(requests.SentInClear, requests.SentProtected));
        Compare($"{what}, requests accepted", expected.RequestsAccepted, WayOf(requests.AcceptedInClear, requests.AcceptedProtected));
        Compare($"{what}, answers sent", expected.AnswersSent, WayOf(answers.SentInClear, answers.SentProtected));
        Compare($"{what}, answers accepted", expected.AnswersAccepted, WayOf(answers.AcceptedInClear, answers.AcceptedProtected));
        Compare($"{what}, fall back to clear", false, requests.FellBack || answers.FellBack);
    }

    private void CompareSas()
    {
        var (one, other) = (_initiatorNode?.Status(_network.Now), _responderNode?.Status(_network.Now));
        if (one is not null)
            Compare("SA of the initiator", Expected.Sa, one.QuickModes.Length > 0);
        if (other is not null)
            Compare("SA of the responder", Expected.Sa, other.QuickModes.Length > 0);
        if (one is not null && other is not null)
            _differences.AddRange(PairAgreement.Disagreements(one, other));
    }

    private void CompareSecureFlag()
    {
        if (Expected.End == EndState.None)
            return;
        _initiatorHost.IsKeyingSilent = _responderHost.IsKeyingSilent = true;
        _initiatorNode = Restart(_initiatorHost, _initiatorNode, _cell.Initiator, isInitiator: true);
        _responderNode = Restart(_responderHost, _responderNode, _cell.Responder, isInitiator: false);
        var (sent, requests, answers) = (_second.Requests.SentInClear, _second.Requests.AcceptedInClear, _second.Answers.AcceptedInClear);
        _second.AskOnce(_initiator);
        Compare("Secure at the initiator, outbound", Expected.Secure, _second.Requests.SentInClear == sent);
        _responderHost.Receive(_second.Forge(fromInitiator: true));
        Compare("Secure at the responder, inbound", Expected.Secure, _second.Requests.AcceptedInClear == requests);
        _initiatorHost.Receive(_second.Forge(fromInitiator: false));
        Compare("Secure at the initiator, inbound", Expected.Secure, _second.Answers.AcceptedInClear == answers);
        if (_cell.Flow.Traffic == Traffic.Tcp)
            CompareSecureFlagBySyn();
        _network.RunUntil(End + TimeSpan.FromSeconds(2));
    }

    // A SYN does not begin a connection that is not over: it may be an old one repeated.
    private void CompareSecureFlagBySyn()
    {
        var (sent, requests) = (_second.Requests.SentInClear, _second.Requests.AcceptedInClear);
        _initiator.Send(_second.Forge(fromInitiator: true, TcpFlags.Syn));
        Compare("Secure at the initiator, outbound SYN", Expected.Secure, _second.Requests.SentInClear == sent);
        _responderHost.Receive(_second.Forge(fromInitiator: true, TcpFlags.Syn));
        Compare("Secure at the responder, inbound SYN", Expected.Secure, _second.Requests.AcceptedInClear == requests);
    }

    private Node? Restart(SimulatedHost host, Node? node, HostPolicy policy, bool isInitiator)
    {
        if (node is null)
            return null;
        node.Dispose();
        var next = NodeFor(policy, isInitiator)!;
        host.Restart(next, recordsKept: true);
        return next;
    }

    private Node? NodeFor(HostPolicy policy, bool isInitiator)
    {
        if (_clearMeansNoNode && policy is { Base: Scenario.Clear, Rules: [] })
            return null;
        var options = new MatrixPolicyOptions(isInitiator, IsExempt, OtherGroup: !isInitiator && _cell.Keying == KeyingCase.PeerRefuses)
        {
            Speech = (isInitiator ? _cell.Modules?.Initiator : _cell.Modules?.Responder) ?? Speech.Ike,
            ExtendedMode = _cell.Modules is { ExtendedMode: true },
        };
        var key = !isInitiator && _cell is { Keying: KeyingCase.WrongCredentials, Modules: null } ? "another" : "k";
        return SimulatedNode.Create(
            MatrixPolicies.For(policy, options),
            key,
            seed: (ulong)_network.Now.Nanoseconds + (isInitiator ? 1u : 2u),
            records: isInitiator ? _initiatorRecords : _responderRecords,
            start: _network.Now,
            mechanisms: MechanismFor(AuthIpCase.WrongMachine, isInitiator),
            users: MechanismFor(AuthIpCase.WrongUser, isInitiator));
    }

    private SimulatedMechanism? MechanismFor(AuthIpCase wrong, bool isInitiator) =>
        _cell.Modules is not { } modules ? null : new SimulatedMechanism(!isInitiator && modules.Case == wrong ? "other" : "realm");

    // Whichever module it is, the other one has left nothing. Machines have a main mode while their users fail.
    private void CompareModules()
    {
        if (_cell.Modules is not { } modules)
            return;
        var expected = Expected.Sa ? $"{modules.Used}" : "";
        foreach (var node in new[] { _initiatorNode!, _responderNode! })
        {
            var found = node.Status(_network.Now).MainModes.Select(sa => $"{sa.Module}").Distinct();
            if (modules is { ExtendedMode: true, Case: AuthIpCase.WrongUser })
                found = found.Where(module => module != $"{Speech.AuthIp}");
            Compare("modules with a main mode", expected, string.Join(' ', found));
        }
    }

    private void Compare<T>(string what, T expected, T actual)
        where T : notnull
    {
        if (!expected.Equals(actual))
            _differences.Add($"{what}: {actual} instead of {expected}");
    }

    private static Way WayOf(int clear, int @protected) => (clear > 0 ? Way.Clear : Way.Nothing) | (@protected > 0 ? Way.Protected : Way.Nothing);
}
