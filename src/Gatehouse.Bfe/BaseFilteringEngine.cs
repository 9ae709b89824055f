using System.Collections.Immutable;
using Gatehouse.Bfe.Events;
using Gatehouse.Bfe.Objects;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe;

/// <summary>
/// The portable Base Filtering Engine: sessions, transactions and objects with Windows' rules and errors (reference section 7). Its objects are
/// immutable states; a transaction works on one of its own, and a commit exchanges it for the engine's, whole or not at all. One session at a
/// time may change things; readers look at the last committed state and wait for nobody.
/// </summary>
public sealed class BaseFilteringEngine : IFilterEngine
{
    /// <summary>txnWaitTimeoutInMSec 0.</summary>
    public static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(15);

    /// <summary>A transaction that lasts longer is aborted for whoever waits.</summary>
    public static readonly TimeSpan OwnerLimit = TimeSpan.FromHours(1);

    private readonly BfeOptions _options;
    private readonly OrderedDictionary<Guid, EngineSession> _sessions = [];
    private readonly SnapshotBuilder _snapshots;
    private Transaction? _writer;

    private BaseFilteringEngine(BfeOptions options, BfeState state, SnapshotBuilder snapshots)
    {
        _options = options;
        _snapshots = snapshots;
        Committed = state;
        NetEvents = new NetEventLog(options.Clock);
    }

    /// <summary>The filters in force.</summary>
    public FilterSnapshot Filters => _snapshots.Current;

    /// <summary>The layer of a committed filter by its id, for reports; null when there is none, as for the keying exemptions.</summary>
    public FwpmLayer? LayerOf(ulong filterId) => Committed.Filters.ById(filterId)?.Object.Layer;

    /// <summary>What happened to traffic and to keying; whoever drives the engine reports here.</summary>
    public NetEventLog NetEvents { get; }

    internal object Gate { get; } = new();

    internal BfeState Committed { get; private set; }

    /// <summary>Those that are open, in the order of opening.</summary>
    internal ImmutableArray<FwpmOpenSession> OpenSessions =>
        [.. _sessions.Values.Select(open => new FwpmOpenSession(open.Session) { ProcessId = _options.ProcessId, UserName = _options.UserName })];

    internal List<IChangeListener> Listeners { get; } = [];

    internal TimeSpan Watchdog { get; set; }

    /// <summary>Makes an engine; an error when the objects to restore break a rule.</summary>
    public static FwpResult<BaseFilteringEngine> Create(BfeOptions options)
    {
        var restored = Restoring.Restore(options.Restored);
        if (!restored.Ok)
            return restored.Outcome;
        try
        {
            return new BaseFilteringEngine(options, restored.Value, SnapshotBuilder.From(restored.Value, options.Arbitration));
        }
        catch (FilterRuleException broken)
        {
            return new FwpResult(broken.Error, broken.What);
        }
    }

    /// <inheritdoc/>
    public FwpResult<IFilterSession> Open(FwpmSession session)
    {
        if ((session.Flags & ~FwpmSessionFlags.Dynamic) != 0)
        {
            var flags = $"flags 0x{(int)session.Flags:x}; only FWPM_SESSION_FLAG_DYNAMIC is known";
            return new FwpResult(FwpError.InvalidFlags, $"session '{session.Name}' has {flags}");
        }

        lock (Gate)
        {
            var keyed = session.Key == Guid.Empty ? session with { Key = NewKey() } : session;
            if (_sessions.ContainsKey(keyed.Key))
                return new FwpResult(FwpError.AlreadyExists, $"a session has the key {keyed.Key} already");
            var opened = new EngineSession(this, keyed);
            _sessions.Add(keyed.Key, opened);
            return opened;
        }
    }

    /// <summary>Ends every session: what they hold open is aborted, and their next call says FWP_E_SESSION_ABORTED.</summary>
    public void Shutdown()
    {
        lock (Gate)
        {
            foreach (var session in _sessions.Values.ToList())
                session.Lose();
        }
    }

    internal Guid NewKey()
    {
        Span<byte> bytes = stackalloc byte[16];
        _options.Entropy.Fill(bytes);
        return new Guid(bytes);
    }

    /// <summary>Waits until nobody else changes anything; then the session may.</summary>
    internal FwpResult<Transaction> BeginWrite(EngineSession session)
    {
        var patience = session.Session.TransactionWaitTimeout ?? DefaultWait;
        var began = _options.Clock();
        while (_writer is { } writer)
        {
            var now = _options.Clock();
            var left = patience == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : patience - (now - began);
            var limit = OwnerLimit - (now - writer.Began);
            if (limit <= TimeSpan.Zero)
                End(writer, aborted: true);
            else if (left <= TimeSpan.Zero)
                return TooLong(writer, patience);
            else
                _options.Wait(Gate, left < limit ? left : limit);
        }

        _writer = new Transaction(session, FwpmTransactionMode.ReadWrite, Committed, _options.Clock());
        return _writer;
    }

    internal Transaction BeginRead(EngineSession session) => new(session, FwpmTransactionMode.ReadOnly, Committed, _options.Clock());

    /// <summary>Puts a transaction's state in the place of the engine's, after everyone agreed; nothing has changed when somebody does not.</summary>
    internal FwpResult Commit(Transaction transaction)
    {
        var lasted = _options.Clock() - transaction.Began;
        var result = transaction.Changes.Count == 0 ? FwpResult.Success : Publish(transaction.State, transaction.Changes, transaction.Owner);
        End(transaction, aborted: false);
        if (Watchdog > TimeSpan.Zero && lasted > Watchdog)
        {
            var reason = $"'{transaction.Owner.Session.Name}' took {lasted.TotalMilliseconds:0} ms";
            NetEvents.Add(new FwpmNetEvent(0, _options.Clock(), FwpmNetEventType.LongTransaction) { Reason = reason });
        }

        return result;
    }

    /// <summary>A state that differs from the last one in who may do what; packets are judged as before. Only while nobody else writes.</summary>
    internal void Secure(BfeState state) => Committed = state;

    internal void End(Transaction transaction, bool aborted)
    {
        transaction.Aborted = aborted;
        if (_writer != transaction)
            return;
        _writer = null;
        Monitor.PulseAll(Gate);
    }

    /// <summary>Removes a session and, when it was dynamic, what it added, from under a transaction of somebody else too.</summary>
    internal void Close(EngineSession session)
    {
        _sessions.Remove(session.Session.Key);
        if (!session.IsDynamic)
            return;
        var (state, changes) = SessionEnd.Without(Committed, session.Session.Key);
        if (changes.Count == 0)
            return;
        if (_writer is { } writer)
            writer.State = SessionEnd.Without(writer.State, session.Session.Key).State;
        Publish(state, changes, session);
    }

    private static FwpResult TooLong(Transaction writer, TimeSpan patience) => new(
        FwpError.Timeout, $"session '{writer.Owner.Session.Name}' has not ended its transaction within {patience.TotalSeconds:0.###} s");

    private FwpResult Publish(BfeState state, IReadOnlyList<BfeChange> changes, EngineSession by)
    {
        FilterSnapshot filters;
        try
        {
            filters = _snapshots.Next(state, changes);
        }
        catch (FilterRuleException broken)
        {
            return new FwpResult(broken.Error, broken.What);
        }

        if (_options.Sink?.Commit(filters, changes) is { Ok: false } refused)
            return refused;
        Committed = state;
        _snapshots.Current = filters;
        foreach (var change in changes)
        {
            foreach (var listener in Listeners)
                listener.Hear(by, change);
        }

        return FwpResult.Success;
    }
}
