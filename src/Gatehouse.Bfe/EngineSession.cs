using System.Collections.Immutable;
using Gatehouse.Bfe.Objects;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;

namespace Gatehouse.Bfe;

/// <summary>A session of the portable engine.</summary>
internal sealed class EngineSession : IFilterSession
{
    private readonly BaseFilteringEngine _engine;
    private Transaction? _transaction;
    private bool _lost;

    public EngineSession(BaseFilteringEngine engine, FwpmSession session)
    {
        _engine = engine;
        Session = session;
        Providers = new SessionObjects<FwpmProvider>(this, ProviderFamily.Instance);
        SubLayers = new SessionObjects<FwpmSubLayer>(this, SubLayerFamily.Instance);
        Callouts = new SessionObjects<FwpmCalloutObject>(this, CalloutFamily.Instance);
        ProviderContexts = new SessionObjects<ProviderContext>(this, ContextFamily.Instance);
        Filters = new SessionObjects<FwpmFilter>(this, FilterFamily.Instance);
        NetEvents = new SessionNetEvents(this);
    }

    public FwpmSession Session { get; }

    public IFwpmObjects<FwpmProvider> Providers { get; }

    public IFwpmObjects<FwpmSubLayer> SubLayers { get; }

    public IFwpmObjects<FwpmCalloutObject> Callouts { get; }

    public IFwpmObjects<ProviderContext> ProviderContexts { get; }

    public IFwpmObjects<FwpmFilter> Filters { get; }

    public IFwpmNetEvents NetEvents { get; }

    public BaseFilteringEngine Engine => _engine;

    public bool IsDynamic => Session.Flags.HasFlag(FwpmSessionFlags.Dynamic);

    public FwpResult BeginTransaction(FwpmTransactionMode mode = FwpmTransactionMode.ReadWrite)
    {
        lock (_engine.Gate)
        {
            if (CheckAlive() is { Ok: false } gone)
                return gone;
            if (!Enum.IsDefined(mode))
                return new FwpResult(FwpError.InvalidFlags, $"{(int)mode} is no FWPM_TXN_*");
            if (_transaction is not null)
                return new FwpResult(FwpError.TxnInProgress, "this session is in a transaction already");
            if (mode == FwpmTransactionMode.ReadOnly)
            {
                _transaction = _engine.BeginRead(this);
                return FwpResult.Success;
            }

            var begun = _engine.BeginWrite(this);
            _transaction = begun.Value;
            return begun.Outcome;
        }
    }

    public FwpResult CommitTransaction() => EndTransaction(commit: true);

    public FwpResult AbortTransaction() => EndTransaction(commit: false);

    public FwpResult SetOption(FwpmEngineOption option, uint value)
    {
        lock (_engine.Gate)
        {
            if (CheckAlive() is { Ok: false } gone)
                return gone;
            if (_transaction is not null)
                return new FwpResult(FwpError.TxnInProgress, "options are set outside transactions");
            if (IsDynamic)
                return new FwpResult(FwpError.DynamicSessionInProgress, "a dynamic session sets no options");
            switch (option)
            {
                case FwpmEngineOption.CollectNetEvents when value <= 1:
                    _engine.NetEvents.IsCollecting = value == 1;
                    return FwpResult.Success;
                case FwpmEngineOption.TransactionWatchdogTimeout:
                    _engine.Watchdog = TimeSpan.FromMilliseconds(value);
                    return FwpResult.Success;
                default:
                    return new FwpResult(FwpError.InvalidParameter, $"the engine has no option {option} with the value {value}");
            }
        }
    }

    public FwpResult<uint> GetOption(FwpmEngineOption option)
    {
        lock (_engine.Gate)
        {
            if (CheckAlive() is { Ok: false } gone)
                return gone;
            return option switch
            {
                FwpmEngineOption.CollectNetEvents => _engine.NetEvents.IsCollecting ? 1u : 0u,
                FwpmEngineOption.TransactionWatchdogTimeout => (uint)_engine.Watchdog.TotalMilliseconds,
                _ => new FwpResult(FwpError.InvalidParameter, $"the engine has no option {option}"),
            };
        }
    }

    public FwpResult<ImmutableArray<FwpmOpenSession>> Sessions() => Read<ImmutableArray<FwpmOpenSession>>(_ => _engine.OpenSessions);

    public FwpResult<ImmutableArray<FwpmLayerEntry>> Layers() =>
        Read<ImmutableArray<FwpmLayerEntry>>(_ => FwpmLayers.All.Select(FwpmLayerEntry.Of).ToImmutableArray());

    public FwpResult<ImmutableArray<FwpmReference>> References() => Read<ImmutableArray<FwpmReference>>(state => AllReferences.In(state).ToImmutableArray());

    public FwpResult<SecurityDescriptor> GetSecurityInfo(SecurityParts parts = SecurityParts.All) => Read<SecurityDescriptor>(state =>
        SecurityDescriptor.CheckParts(parts) is { Ok: false } unknown ? unknown : state.EngineSecurity.Only(parts));

    public FwpResult SetSecurityInfo(SecurityParts parts, SecurityDescriptor security) => Secure(parts, security, state => IsDynamic
        ? new FwpResult(FwpError.DynamicSessionInProgress, "a dynamic session does not secure the engine")
        : state with { EngineSecurity = state.EngineSecurity.With(parts, security) });

    public void Dispose()
    {
        lock (_engine.Gate)
        {
            if (_lost)
                return;
            Lose();
            _engine.Close(this);
        }
    }

    /// <summary>The engine goes away under the session, or the session itself does.</summary>
    public void Lose()
    {
        if (_transaction is not null)
            _engine.End(_transaction, aborted: true);
        _lost = true;
    }

    /// <summary>Looks at what this session sees: its transaction's state or the last committed one.</summary>
    public FwpResult<TResult> Read<TResult>(Func<BfeState, FwpResult<TResult>> look)
    {
        lock (_engine.Gate)
        {
            if (CheckTransaction() is { Ok: false } broken)
                return broken;
            return look(_transaction?.State ?? _engine.Committed);
        }
    }

    /// <summary>Changes things inside the open transaction, or in one of its own.</summary>
    public FwpResult<TResult> Write<TResult>(Func<Transaction, FwpResult<TResult>> change)
    {
        lock (_engine.Gate)
        {
            if (CheckTransaction() is { Ok: false } broken)
                return broken;
            if (_transaction is { Mode: FwpmTransactionMode.ReadOnly })
                return new FwpResult(FwpError.IncompatibleTxn, "the transaction was begun as read-only");
            if (_transaction is not null)
                return change(_transaction);
            var begun = _engine.BeginWrite(this);
            if (!begun.Ok)
                return begun.Outcome;
            var result = change(begun.Value);
            if (!result.Ok)
            {
                _engine.End(begun.Value, aborted: true);
                return result;
            }

            return _engine.Commit(begun.Value) is { Ok: false } refused ? refused : result;
        }
    }

    /// <summary>Changes who may do what; never inside a transaction, and told to nobody, because no object came or went.</summary>
    public FwpResult Secure(SecurityParts parts, SecurityDescriptor security, Func<BfeState, FwpResult<BfeState>> change)
    {
        if (security is null)
            return new FwpResult(FwpError.NullPointer, "there is no security descriptor to set");
        if (security.Check(parts) is { Ok: false } unfit)
            return unfit;
        lock (_engine.Gate)
        {
            if (CheckAlive() is { Ok: false } gone)
                return gone;
            if (_transaction is not null)
                return new FwpResult(FwpError.TxnInProgress, "security descriptors are set outside transactions");
            var begun = _engine.BeginWrite(this);
            if (!begun.Ok)
                return begun.Outcome;
            var changed = change(begun.Value.State);
            if (changed.Ok)
                _engine.Secure(changed.Value);
            _engine.End(begun.Value, aborted: !changed.Ok);
            return changed.Outcome;
        }
    }

    private FwpResult EndTransaction(bool commit)
    {
        lock (_engine.Gate)
        {
            if (CheckAlive() is { Ok: false } gone)
                return gone;
            if (_transaction is not { } transaction)
                return new FwpResult(FwpError.NoTxnInProgress, "this session is in no transaction");
            _transaction = null;
            if (transaction.Aborted)
                return commit ? Aborted() : FwpResult.Success;
            if (commit)
                return _engine.Commit(transaction);
            _engine.End(transaction, aborted: true);
            return FwpResult.Success;
        }
    }

    private FwpResult CheckAlive() =>
        _lost ? new FwpResult(FwpError.SessionAborted, "the session has ended; open another one") : FwpResult.Success;

    // The caller learns of a forced abort once; after that the session is in no transaction.
    private FwpResult CheckTransaction()
    {
        if (CheckAlive() is { Ok: false } gone)
            return gone;
        if (_transaction is not { Aborted: true })
            return FwpResult.Success;
        _transaction = null;
        return Aborted();
    }

    private static FwpResult Aborted() =>
        new(FwpError.TxnAborted, $"the transaction lasted longer than {BaseFilteringEngine.OwnerLimit.TotalHours:0} h while another session waited");
}
