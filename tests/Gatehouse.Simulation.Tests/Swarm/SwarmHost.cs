using Gatehouse.Base;
using Gatehouse.Engine;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Tests.Matrix;

namespace Gatehouse.Simulation.Tests.Swarm;

/// <summary>An enforced host of a swarm with its applications, which may be killed, rebooted and given another policy.</summary>
internal sealed class SwarmHost : IDisposable
{
    private readonly SwarmPlan _plan;
    private readonly VirtualNetwork _network;
    private readonly bool _isInitiator;
    private readonly SimulatedFlowRecords _records = new();
    private ulong _seed;
    private bool _isDown;

    public SwarmHost(SwarmPlan plan, VirtualNetwork network, bool isInitiator)
    {
        (_plan, _network, _isInitiator) = (plan, network, isInitiator);
        _seed = (plan.Seed * 16) + (isInitiator ? 8u : 0u);
        Policy = isInitiator ? plan.Initiator : plan.Responder;
        Node = CreateNode();
        var (name, number) = isInitiator ? ("initiator", 1) : ("responder", 2);
        Host = new SimulatedHost(name, [IpAddr.Parse($"10.0.0.{number}"), IpAddr.Parse($"fd00::{number}")], network, Node)
        {
            IsKeyingSilent = !isInitiator && plan.Keying == KeyingCase.PeerSilent,
        };
        Stack = new HostStack(Host, network, _seed);
        Stack.Serve(MatrixPolicies.RulePort);
        Stack.Serve(MatrixPolicies.OtherPort);
    }

    public HostPolicy Policy { get; private set; }

    public Node Node { get; private set; }

    public SimulatedHost Host { get; }

    public HostStack Stack { get; }

    public IpAddr Address => Host.Address(_plan.Family);

    /// <summary>The node dies and begins again some time later.</summary>
    public void Crash(TimeSpan downtime, bool recordsKept, bool withApplications)
    {
        if (_isDown)
            return;
        _isDown = true;
        Host.Crash();
        Node.Dispose();
        if (withApplications)
            Stack.Reboot();
        if (!recordsKept)
            _records.Erase();
        _network.At(_network.Now + downtime, () =>
        {
            _isDown = false;
            Node = CreateNode();
            Host.Restart(Node, recordsKept);
        });
    }

    /// <summary>Another policy comes into force; a node that is down begins with it.</summary>
    public void Reload(HostPolicy policy)
    {
        Policy = policy;
        if (_isDown)
            return;
        Node.ApplyPolicy(_network.Now, Objects());
        Host.Drain();
    }

    public void Dispose()
    {
        if (!_isDown)
            Node.Dispose();
        _records.Dispose();
    }

    private Node CreateNode() => SimulatedNode.Create(
        Objects(), FailsAt(KeyingCase.WrongCredentials) ? "another" : "k", ++_seed, _plan.OnNoSa, _records, _network.Now,
        _plan.Modules is null ? null : new SimulatedMechanism(HasOtherRealm ? "other" : "realm"));

    private bool HasOtherRealm =>
        FailsAt(KeyingCase.WrongCredentials) || (!_isInitiator && _plan.Modules is { Case: AuthIpCase.WrongMachine });

    private bool FailsAt(KeyingCase keying) => !_isInitiator && _plan.Keying == keying;

    private Model.Wfp.WfpObjectSet Objects() => MatrixPolicies.For(
        Policy, new MatrixPolicyOptions(_isInitiator, _plan.ExemptIcmp, OtherGroup: FailsAt(KeyingCase.PeerRefuses), _plan.ShortLives)
        {
            Speech = (_isInitiator ? _plan.Modules?.Initiator : _plan.Modules?.Responder) ?? Speech.Ike,
            ExtendedMode = _plan.Modules is { ExtendedMode: true },
        });
}
