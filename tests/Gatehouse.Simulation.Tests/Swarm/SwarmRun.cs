using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Invariants;
using Gatehouse.Simulation.Tests.Matrix;

namespace Gatehouse.Simulation.Tests.Swarm;

/// <summary>
/// One simulation of the swarm. Two hosts talk on a faulty wire while mishaps strike; then all is quiet until idle SAs are gone; then, without
/// faults, a fresh flow must come out as the matrix says for the policies then in force. The standing invariants hold throughout.
/// </summary>
internal sealed class SwarmRun : IDisposable
{
    /// <summary>Longer than the idle timeout of an SA and the retransmissions of a delete together.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(400);

    /// <summary>A peer that answers again is protected within this time of new traffic, whatever failed before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Longer than a half-open quick mode or a replaced pair lives, shorter than an idle SA does.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly SwarmPlan _plan;
    private readonly VirtualNetwork _network;
    private readonly FlowInvariants _invariants;
    private readonly SwarmHost _initiator;
    private readonly SwarmHost _responder;
    private readonly List<string> _failures = [];
    private bool _isQuiet;
    private int _reloads;

    private SwarmRun(SwarmPlan plan)
    {
        _plan = plan;
        _network = new VirtualNetwork(plan.Seed, plan.Faults);
        _initiator = new SwarmHost(plan, _network, isInitiator: true);
        _responder = new SwarmHost(plan, _network, isInitiator: false);
        _invariants = new FlowInvariants(
            (host, packet) => MatrixPolicies.Promise((host == _initiator.Address ? _initiator : _responder).Policy, packet, plan.ExemptIcmp),
            FlowInvariantOptions.Simulation);
        _network.Observe(new FlowInvariantObserver(_invariants));
    }

    /// <summary>Plays a seed; what went wrong, in words.</summary>
    public static IReadOnlyList<string> Play(ulong seed) => Play(SwarmPlans.Draw(seed));

    /// <summary>Plays a plan; what went wrong, in words.</summary>
    public static IReadOnlyList<string> Play(SwarmPlan plan)
    {
        using var run = new SwarmRun(plan);
        run.LetThingsHappen();
        run.Recover();
        run.KeepQuiet();
        run.TalkAgain();
        run._failures.AddRange(run._invariants.Violations.Take(5));
        return run._failures;
    }

    public void Dispose()
    {
        _initiator.Dispose();
        _responder.Dispose();
    }

    private void LetThingsHappen()
    {
        foreach (var flow in _plan.Flows)
        {
            var (client, server) = flow.FromInitiator ? (_initiator, _responder) : (_responder, _initiator);
            new SwarmFlow(_plan, flow, _network, client, server).Schedule();
        }

        foreach (var mishap in _plan.Mishaps)
            _network.At(Instant.FromSeconds(mishap.At > _plan.PauseAt ? mishap.At + _plan.Pause : mishap.At), () => Strike(mishap));
        _network.RunUntil(Instant.FromSeconds(_plan.Duration + _plan.Pause));
        if (Connections.Any(connection => connection.IsCorrupt))
            _failures.Add("a connection delivered bytes that nobody wrote there");
        if (!_plan.Mishaps.Any(mishap => mishap.Kind == Mishap.Reboot) && Connections.Any(connection => connection.State == TcpState.Reset))
            _failures.Add("a connection was reset though both hosts kept it");
    }

    private IEnumerable<TcpConnection> Connections => _initiator.Stack.Connections.Concat(_responder.Stack.Connections);

    private void Strike(PlannedMishap mishap)
    {
        var host = mishap.ToInitiator ? _initiator : _responder;
        var lasts = TimeSpan.FromSeconds(mishap.Lasts);
        switch (mishap.Kind)
        {
            case Mishap.Cut:
                _network.Faults = _plan.Faults with { Loss = 1 };
                _network.At(_network.Now + lasts, () => _network.Faults = _isQuiet ? LinkFaults.None : _plan.Faults);
                break;
            case Mishap.Reload:
                Reload(mishap.NewPolicies!, lasts);
                break;
            default:
                host.Crash(lasts, recordsKept: mishap.Kind == Mishap.Crash, withApplications: mishap.Kind == Mishap.Reboot);
                break;
        }
    }

    // The table knows only pairs of policies that were meant for each other, so a later reload takes the place of one that is not complete.
    private void Reload(MatrixCell policies, TimeSpan later)
    {
        var reload = ++_reloads;
        _initiator.Reload(policies.Initiator);
        _network.At(_network.Now + later, () =>
        {
            if (reload == _reloads)
                _responder.Reload(policies.Responder);
        });
    }

    // No more faults, and whatever SAs the mishaps have left: who may talk in ESP must come to do so.
    private void Recover()
    {
        _isQuiet = true;
        _network.Faults = LinkFaults.None;
        var kind = _plan.Flows[0].Kind;
        var expected = Expectation.For(_initiator.Policy, _responder.Policy, _plan.Outcome, kind);
        if (expected.End == EndState.Protected && !Await(expected, Begin(kind, clientPort: 49000)))
            _failures.Add($"not protected again within {Patience} ({string.Join(", ", Disagreements())})");
    }

    // Applications end without a word, so that nothing keeps an SA busy.
    private void KeepQuiet()
    {
        _network.RunUntil(_network.Now + Step);
        _initiator.Stack.Reboot();
        _responder.Stack.Reboot();
        _network.RunUntil(_network.Now + Quiet);
        CompareSas("after quiet");
    }

    private void TalkAgain()
    {
        var kind = _plan.Flows[0].Kind;
        var expected = Expectation.For(_initiator.Policy, _responder.Policy, _plan.Outcome, kind);
        var flow = Begin(kind, clientPort: 50000);
        if (!Await(expected, flow))
            _failures.Add($"a new flow did not end {expected.End} in {Patience}");
        flow.FallSilent(close: true);
        _network.RunUntil(_network.Now + Settling);
        CompareSas("in the end");

        // Where the flow asks for no SA, one of other traffic may stand: short-lived ones are renewed before they are idle for long enough to go.
        var hasSa = _initiator.Node.Status(_network.Now).QuickModes.Length > 0;
        if (hasSa != expected.Sa && !(hasSa && _plan.ShortLives))
            _failures.Add($"SA in the end: {hasSa} instead of {expected.Sa}");
    }

    private FlowUnderTest Begin(Flow kind, ushort clientPort)
    {
        var flow = new FlowUnderTest(_network, kind, _initiator.Address, _responder.Address, clientPort);
        flow.Begin(_network, _initiator.Stack);
        return flow;
    }

    private bool Await(Expectation expected, FlowUnderTest flow)
    {
        var start = _network.Now;
        _network.RunUntil(start + Step);
        while (!HasCome(expected, flow) && _network.Now < start + Patience)
            _network.RunUntil(_network.Now + Step);
        return HasCome(expected, flow);
    }

    private static bool HasCome(Expectation expected, FlowUnderTest flow) => expected.End switch
    {
        EndState.Protected => flow is { Requests.AcceptedProtected: > 0, Answers.AcceptedProtected: > 0, Answered: > 0 },
        EndState.Clear => flow is { Requests.AcceptedProtected: 0, Answers.AcceptedProtected: 0, Answered: > 0 },
        _ => flow.Answered == 0,
    };

    // A delete may be on its way at any moment; what one end alone holds for some seconds is a disagreement.
    private void CompareSas(string when)
    {
        if (Disagreements() is not { Count: > 0 } first)
            return;
        _network.RunUntil(_network.Now + Step);
        _failures.AddRange(Disagreements().Intersect(first).Select(disagreement => $"{when}: {disagreement}"));
    }

    private IReadOnlyList<string> Disagreements() =>
        PairAgreement.Disagreements(_initiator.Node.Status(_network.Now), _responder.Node.Status(_network.Now));
}
