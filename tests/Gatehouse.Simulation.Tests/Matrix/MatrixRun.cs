using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Packets;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Invariants;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>Plays one cell of the matrix on a wire without faults, and compares what happened with what must.</summary>
internal sealed class MatrixRun : IDisposable
{
    private const ushort ClientPort = 40000;
    private const int BytesPerWrite = 700;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);
    private static readonly Instant Start = Instant.FromSeconds(0.1);
    private static readonly Instant Late = Instant.FromSeconds(6);
    private static readonly Instant End = Instant.FromSeconds(8);

    private readonly MatrixCell _cell;
    private readonly List<string> _differences = [];
    private readonly VirtualNetwork _network = new(1, LinkFaults.None);
    private readonly FlowInvariants _invariants;
    private readonly Node? _initiatorNode;
    private readonly Node? _responderNode;
    private readonly HostStack _initiator;
    private readonly Endpoint _client;
    private readonly Endpoint _server;
    private readonly FlowLedger _requests;
    private readonly FlowLedger _answers;

    private MatrixRun(MatrixCell cell, bool clearMeansNoNode)
    {
        _cell = cell;
        var family = cell.Flow.Family;
        _initiatorNode = NodeFor(cell.Initiator, isInitiator: true, clearMeansNoNode);
        _responderNode = NodeFor(cell.Responder, isInitiator: false, clearMeansNoNode);
        var a = new SimulatedHost("initiator", [IpAddr.Parse("10.0.0.1"), IpAddr.Parse("fd00::1")], _network, _initiatorNode);
        var b = new SimulatedHost("responder", [IpAddr.Parse("10.0.0.2"), IpAddr.Parse("fd00::2")], _network, _responderNode)
        {
            IsKeyingSilent = cell.Keying == KeyingCase.PeerSilent,
        };
        _initiator = new HostStack(a, _network, 1);
        var responder = new HostStack(b, _network, 2);
        var isEcho = cell.Flow.Traffic is Traffic.Icmp or Traffic.ExemptIcmp;
        _client = new Endpoint(a.Address(family), ClientPort);
        _server = new Endpoint(
            b.Address(family), isEcho ? ClientPort : cell.Flow.ToRulePort ? MatrixPolicies.RulePort : MatrixPolicies.OtherPort);
        responder.Serve(_server.Port);

        var flow = FlowId.Between(ProtocolNumber(cell.Flow), _client, _server);
        _requests = new FlowLedger(flow, _client.Address);
        _answers = new FlowLedger(flow, _server.Address);
        _invariants = new FlowInvariants(
            (host, packet) => MatrixPolicies.Promise(host == _client.Address ? cell.Initiator : cell.Responder, packet, IsExempt), FlowInvariantOptions.Simulation);
        _network.Observe(_requests);
        _network.Observe(_answers);
        _network.Observe(new FlowInvariantObserver(_invariants));
    }

    private bool IsExempt => _cell.Flow.Traffic == Traffic.ExemptIcmp;

    /// <summary>Plays the cell; what differs from its expectation, in words.</summary>
    public static IReadOnlyList<string> Play(MatrixCell cell, bool clearMeansNoNode)
    {
        using var run = new MatrixRun(cell, clearMeansNoNode);
        if (cell.Flow.Traffic == Traffic.Tcp)
            run.PlayTcp();
        else
            run.PlayRequests();
        run.CompareWire();
        run.CompareSas();
        foreach (var violation in run._invariants.Violations)
            run._differences.Add(violation);
        return [.. run._differences.Select(difference => $"{cell}{(clearMeansNoNode ? " (clear: no node)" : "")}: {difference}")];
    }

    public void Dispose()
    {
        _initiatorNode?.Dispose();
        _responderNode?.Dispose();
    }

    private void PlayTcp()
    {
        TcpConnection? connection = null;
        void Write()
        {
            connection!.Write(BytesPerWrite);
            if (_network.Now < Late)
                _network.At(_network.Now + Period, Write);
            else
                connection.Close();
        }

        _network.At(Start, () =>
        {
            connection = _initiator.Connect(_client, _server);
            Write();
        });
        _network.RunUntil(End);
        var passes = _cell.Expected.End != EndState.None;
        Compare("the connection", passes ? TcpState.Closed : TcpState.Opening, connection!.State);
        Compare("echoed bytes", passes ? connection.Written : 0, connection.Received);
        Compare("corruption", false, connection.IsCorrupt);
    }

    private void PlayRequests()
    {
        Requester? requester = null;
        _network.At(Start, () => requester = _cell.Flow.Traffic == Traffic.Udp
            ? _initiator.AskByUdp(_client, _server, Period)
            : _initiator.AskByEcho(_client.Address, _server.Address, ClientPort, Period));
        _network.RunUntil(Late);
        var (asked, answered) = (requester!.Asked, requester.Answered);
        _network.RunUntil(End);
        requester.Stop();
        _network.RunUntil(End + Period);
        var expected = _cell.Expected.End == EndState.None ? 0 : (int)(requester.Asked - asked);
        Compare("late questions that were answered", expected, requester.Answered - answered);
    }

    private void CompareWire()
    {
        var expected = _cell.Expected;
        Compare("requests sent", expected.RequestsSent, WayOf(_requests.SentInClear, _requests.SentProtected));
        Compare("requests accepted", expected.RequestsAccepted, WayOf(_requests.AcceptedInClear, _requests.AcceptedProtected));
        Compare("answers sent", expected.AnswersSent, WayOf(_answers.SentInClear, _answers.SentProtected));
        Compare("answers accepted", expected.AnswersAccepted, WayOf(_answers.AcceptedInClear, _answers.AcceptedProtected));
        Compare("fall back to clear", false, _requests.FellBack || _answers.FellBack);
    }

    private void CompareSas()
    {
        var (one, other) = (_initiatorNode?.Status(_network.Now), _responderNode?.Status(_network.Now));
        if (one is not null)
            Compare("SA of the initiator", _cell.Expected.Sa, one.QuickModes.Length > 0);
        if (other is not null)
            Compare("SA of the responder", _cell.Expected.Sa, other.QuickModes.Length > 0);
        if (one is not null && other is not null)
            _differences.AddRange(PairAgreement.Disagreements(one, other));
    }

    private void Compare<T>(string what, T expected, T actual)
        where T : notnull
    {
        if (!expected.Equals(actual))
            _differences.Add($"{what}: {actual} instead of {expected}");
    }

    private Node? NodeFor(HostPolicy policy, bool isInitiator, bool clearMeansNoNode)
    {
        if (clearMeansNoNode && policy is { Base: Scenario.Clear, Rules: [] })
            return null;
        var objects = MatrixPolicies.For(policy, isInitiator, IsExempt, otherGroup: !isInitiator && _cell.Keying == KeyingCase.PeerRefuses);
        var key = !isInitiator && _cell.Keying == KeyingCase.WrongCredentials ? "another" : "k";
        return SimulatedNode.Create(objects, key, isInitiator ? 1u : 2u);
    }

    private static Way WayOf(int clear, int @protected) => (clear > 0 ? Way.Clear : Way.Nothing) | (@protected > 0 ? Way.Protected : Way.Nothing);

    private static byte ProtocolNumber(Flow flow) => flow.Traffic switch
    {
        Traffic.Tcp => IpProtocol.Tcp,
        Traffic.Udp => IpProtocol.Udp,
        _ => flow.Family == IpFamily.V4 ? IpProtocol.Icmp : IpProtocol.IcmpV6,
    };
}
