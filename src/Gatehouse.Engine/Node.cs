using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Dataplane.Holding;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Engine.Ports;
using Gatehouse.Filtering;
using Gatehouse.Keying;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Engine;

/// <summary>
/// One sans-I/O node: the sole mailman between packet path and keying, which know only values of the model. Linux, the simulation and
/// tests drive the same node; one thread drives one node.
/// </summary>
public sealed class Node : INode, IDisposable
{
    private readonly SecurityAssociationDatabase _sad = new();
    private readonly HoldingQueue _holding = new();
    private readonly NegotiationTable _negotiations = new();
    private readonly Queue<NodeAction> _actions = new();
    private readonly List<KeyingAction> _keyingActions = [];
    private readonly VerdictLog _verdicts;
    private readonly PacketPath _path;
    private readonly PathNews _news = new();
    private readonly HeldPackets _held;
    private readonly PairInstaller _installer;
    private readonly IKeyingModule _keying;
    private readonly IdleWatch _idle;
    private readonly SnapshotPolicy _policy;
    private readonly FlowTable _flows;
    private Instant? _farewellEnds;

    /// <summary>How long keying may still speak after a policy that ends it: a datagram passes the queue in far less.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Builds a node; it judges packets from the first call on. Throws <see cref="FilterRuleException"/> when the objects break a rule.
    /// </summary>
    public Node(NodeOptions options, Func<IKeyingPolicy, IKeyingModule> keying)
    {
        var filters = options.Filters ?? FilterSnapshot.Compile(options.Objects);
        _policy = new SnapshotPolicy(filters);
        _flows = new FlowTable(options.Entropy, options.FlowRecords, options.Start);
        _path = new PacketPath(filters, _sad, _holding, _negotiations, new FlowTracker(_flows), _news, options.OnNoSa);
        _verdicts = new VerdictLog(_actions);
        _held = new HeldPackets(_holding, _path, _verdicts, _actions);
        _installer = new PairInstaller(_sad, _negotiations, _held, _news, _policy, options.Entropy, options.ExportKeys, _actions);
        _idle = new IdleWatch(_sad);
        _keying = keying(_policy);
    }

    /// <summary>Whether authorised connections are told (<see cref="NodeAction.Allowed"/>). Set it on the node's thread.</summary>
    public bool TellsAllowed
    {
        get => _verdicts.TellsAllowed;
        set => _verdicts.TellsAllowed = value;
    }

    /// <summary>The filters in force, for show and explain.</summary>
    public FilterSnapshot Filters => _policy.Filters;

    /// <inheritdoc/>
    public Instant? NextDeadline =>
        Instant.Earliest(Instant.Earliest(_keying.NextDeadline, _holding.NextExpiry), Instant.Earliest(_idle.NextCheck, _farewellEnds));

    /// <inheritdoc/>
    public PathVerdict Outbound(Instant now, PacketBuffer packet, in PacketMeta meta, ulong token)
    {
        var verdict = _path.Outbound(now, packet, meta, token);
        _verdicts.Note(now, _path.Last, verdict, outbound: true);
        _held.CompletePushedOut(now);
        HandleNews(now);
        return verdict;
    }

    /// <inheritdoc/>
    public PathVerdict Inbound(Instant now, PacketBuffer packet, in PacketMeta meta)
    {
        var verdict = _path.Inbound(now, packet, meta);
        _verdicts.Note(now, _path.Last, verdict, outbound: false);
        HandleNews(now);
        return verdict;
    }

    /// <inheritdoc/>
    public void OnDatagram(Instant now, Endpoint local, Endpoint remote, ReadOnlySpan<byte> datagram)
    {
        _keying.OnDatagram(now, local, remote, datagram, _keyingActions);
        CarryOut(now);
    }

    /// <inheritdoc/>
    public void OnStepEnded(Instant now, KeyingStep step)
    {
        _keying.OnStepEnded(now, step, _keyingActions);
        CarryOut(now);
    }

    /// <inheritdoc/>
    public void OnDeadline(Instant now)
    {
        _held.Expire(now);
        if (_farewellEnds is { } ends && ends <= now)
        {
            _farewellEnds = null;
            _path.Replace(_policy.Filters, _path.OnNoSa);
        }

        _idle.Check(now, spi => _keying.OnSaSignal(now, spi, SaSignal.Idle, _keyingActions));
        if (_keying.NextDeadline is { } deadline && deadline <= now)
            _keying.OnDeadline(now, _keyingActions);
        CarryOut(now);
    }

    /// <inheritdoc/>
    public bool TryTakeAction(out NodeAction action) => _actions.TryDequeue(out action!);

    /// <summary>
    /// Puts another policy in force, at once and whole: the next packet is judged by it. SAs it still allows live on, secured flows stay
    /// secured, and what waited under the old one is dropped. Throws <see cref="FilterRuleException"/> when the objects break a rule; then
    /// nothing has changed.
    /// </summary>
    public void ApplyPolicy(Instant now, WfpObjectSet objects) => ApplyPolicy(now, FilterSnapshot.Compile(objects), _path.OnNoSa);

    /// <summary>The same with filters that are compiled already, and what becomes of traffic that waits for its SA from now on.</summary>
    public void ApplyPolicy(Instant now, FilterSnapshot filters, NoSaBehavior onNoSa)
    {
        var farewell = filters.WithFarewell(_policy.Filters);
        _policy.Filters = filters;
        _path.Replace(farewell, onNoSa);
        _farewellEnds = farewell == filters ? null : now + Farewell;
        _negotiations.Clear();
        _held.DropEverything(now, VerdictReason.PolicyChanged);
        _keying.OnPolicyChanged(now, _keyingActions);
        CarryOut(now);
    }

    /// <summary>Deletes every SA, tells the peers and drops what waits. The node goes on judging: what must be protected stays blocked.</summary>
    public void Shutdown(Instant now)
    {
        _keying.Shutdown(now, _keyingActions);
        CarryOut(now);
        _held.DropEverything(now, VerdictReason.Blocked);
    }

    /// <summary>The node's state.</summary>
    public NodeStatus Status(Instant now) => NodeStatusReader.Read(now, _sad, _flows, _keying.Snapshot(now), _verdicts.Counters, _held);

    /// <summary>Zeroes all keys.</summary>
    public void Dispose() => _sad.Dispose();

    private void HandleNews(Instant now)
    {
        if (_news.IsEmpty)
            return;
        while (_news.TryTakeAcquire(out var acquire))
            _keying.Acquire(now, acquire.Addresses, acquire.Selector, acquire.GuaranteedEncryption, _keyingActions);
        while (_news.TryTakeUnknown(out var unknown))
            _keying.OnUnknownSpi(now, unknown.Addresses, unknown.Inbound, _keyingActions);
        while (_news.TryTakeReply(out var answered))
            _keying.OnClearReply(now, answered, _keyingActions);
        while (_news.TryTakeSignal(out var signal))
            _keying.OnSaSignal(now, signal.Inbound, signal.Signal, _keyingActions);
        CarryOut(now);
    }

    // Carrying out an action may raise news (flushing held packets can reach a traffic limit), and handling news appends actions:
    // both end, because held packets are finite and each signal is given once.
    private void CarryOut(Instant now)
    {
        for (var i = 0; i < _keyingActions.Count; i++)
        {
            if (!_installer.TryCarryOut(now, _keyingActions[i]))
                PassOn(_keyingActions[i]);
        }

        _keyingActions.Clear();
        HandleNews(now);
    }

    private void PassOn(KeyingAction action)
    {
        switch (action)
        {
            case KeyingAction.SendDatagram send:
                _actions.Enqueue(new NodeAction.SendDatagram(send.Local, send.Remote, send.Data));
                break;
            case KeyingAction.Notify notify:
                _actions.Enqueue(new NodeAction.Keying(notify.Event));
                break;
            case KeyingAction.ExportMainModeKey export:
                _actions.Enqueue(new NodeAction.ExportMainModeKey(export.InitiatorCookie, export.Key));
                break;
            case KeyingAction.RunStep run:
                _actions.Enqueue(new NodeAction.RunStep(run.Step));
                break;
            default:
                throw new InvalidOperationException($"no one carries out {action.GetType().Name}");
        }
    }
}
