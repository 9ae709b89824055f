using Gatehouse.Bfe;
using Gatehouse.Filtering;
using Gatehouse.Host;
using Gatehouse.Host.Secrets;
using Gatehouse.Host.State;
using Gatehouse.Linux.Loop;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Cli.Running;

/// <summary>Puts filters in force on the node's own thread, together with all that goes with them; false when the node is ending.</summary>
internal delegate bool Enforce(FilterSnapshot filters, LoadedPolicy policy);

/// <summary>
/// The policy of a running node: the filter engine that manages its objects, the store that keeps them, and the exchange of one policy for another,
/// for good or on trial. A change is one transaction: first the store has it, then the node judges by it, and when either cannot, nothing changed.
/// </summary>
internal sealed class NodePolicy : IBfeCommitSink, IDisposable
{
    private readonly StateStore? _store;
    private readonly PolicyInstaller _installer;
    private readonly List<BfeChange> _unsaved = [];
    private LoadedPolicy _current;
    private LoadedPolicy? _before;
    private bool _onTrial;

    private NodePolicy(StateStore? store, LoadedPolicy policy)
    {
        _store = store;
        _current = policy;
        Credentials = new CurrentCredentials(policy.Credentials);
        Keying = new CurrentKeying(policy.Keying);
        var options = new BfeOptions
        {
            Entropy = new SystemEntropy(),
            Clock = () => MonotonicClock.Now,
            Sink = this,
            Restored = store?.Objects ?? [],
            ProcessId = (uint)Environment.ProcessId,
            UserName = Environment.UserName,
        };
        var engine = BaseFilteringEngine.Create(options);
        if (!engine.Ok)
        {
            const string remedy = "restore it from a copy, or remove it and apply the policy again";
            throw new UnusableStateException($"the state store {store!.Path} cannot be used: {engine.Outcome}; {remedy}");
        }

        Engine = engine.Value;
        _installer = new PolicyInstaller(Engine);
    }

    public BaseFilteringEngine Engine { get; }

    public CurrentCredentials Credentials { get; }

    public CurrentKeying Keying { get; }

    /// <summary>The policy in force; read it on any thread.</summary>
    public LoadedPolicy Current => Volatile.Read(ref _current);

    /// <summary>True between an apply on trial and its confirmation or its end.</summary>
    public bool IsOnTrial => _onTrial;

    /// <summary>Enforces from the first packet on; null as long as nothing is enforced.</summary>
    public Enforce? Enforce { get; set; }

    /// <summary>
    /// The policy to begin with: what the store has, with the given policy applied to it. Takes over the policy. Throws <see cref="RefusalException"/>
    /// when its objects break a rule, <see cref="UnusableStateException"/> when the stored ones do.
    /// </summary>
    public static NodePolicy Begin(StateStore? store, LoadedPolicy policy, bool isStored)
    {
        var begun = new NodePolicy(store, policy);
        try
        {
            // Kept when enforcing has begun, and not before.
            begun._onTrial = !isStored;
            if (!isStored && begun.Put(policy, policy) is { Ok: false } broken)
                throw new RefusalException(ExitCode.Failed, broken.Outcome.ToString());
            return begun;
        }
        catch
        {
            begun.Dispose();
            throw;
        }
    }

    /// <summary>What applying a policy would change.</summary>
    public FwpResult<PolicyChanges> Try(LoadedPolicy policy) => _installer.Apply(policy.Objects, Options(policy, _current, dryRun: true));

    /// <summary>Exchanges the policy in force. On trial the store keeps the one before until <see cref="Confirm"/>.</summary>
    public FwpResult<PolicyChanges> Apply(LoadedPolicy policy, bool onTrial)
    {
        var before = _current;
        if (policy.IsSameAs(before))
        {
            // Applied twice: nothing at all happens, not even to packets that wait.
            using (policy)
                return Try(policy);
        }

        (_before, _onTrial) = (before, onTrial);
        var result = Put(policy, before);
        if (result.Ok && onTrial)
            return result;
        EndTrial(result.Ok ? before : policy);
        return result;
    }

    /// <summary>Keeps the policy on trial, and the one a start began with; after an error the store has the one before.</summary>
    public FwpResult Confirm()
    {
        if (_onTrial && _store?.Save(_unsaved, _current.Source) is { Ok: false } broken)
            return broken;
        EndTrial(_before);
        return FwpResult.Success;
    }

    /// <summary>Goes back to the policy before the trial.</summary>
    public FwpResult RollBack()
    {
        var (tried, before) = (_current, _before!);
        if (Put(before, tried) is { Ok: false } broken)
            return broken.Outcome;

        // The store has the policy before already; its objects have other numbers now.
        var saved = _store?.Save(_unsaved, before.Source) ?? FwpResult.Success;
        EndTrial(tried);
        return saved;
    }

    /// <inheritdoc/>
    public FwpResult Commit(FilterSnapshot filters, IReadOnlyList<BfeChange> changes)
    {
        if (_onTrial)
            _unsaved.AddRange(changes);
        else if (_store?.Save(changes, _current.Source) is { Ok: false } broken)
            return broken;
        if (Enforce is null || Enforce(filters, _current))
            return FwpResult.Success;
        return new FwpResult(FwpError.SessionAborted, "the node is ending");
    }

    public void Dispose()
    {
        _before?.Dispose();
        _current.Dispose();
        _store?.Dispose();
    }

    // The engine asks this very object to commit, which looks at the policy that is to be.
    private FwpResult<PolicyChanges> Put(LoadedPolicy policy, LoadedPolicy before)
    {
        Volatile.Write(ref _current, policy);
        var result = _installer.Apply(policy.Objects, Options(policy, before, dryRun: false));
        // Where no object differs, text, secret or the treatment of waiting traffic may.
        if (result is { Ok: true, Value.IsEmpty: true } && Commit(Engine.Filters, []) is { Ok: false } refused)
            result = refused;
        if (!result.Ok)
            Volatile.Write(ref _current, before);
        return result;
    }

    // The engine holds no keys, so the two policies' own are compared.
    private static InstallOptions Options(LoadedPolicy policy, LoadedPolicy before, bool dryRun)
    {
        var same = policy.Credentials.ContentEquals(before.Credentials);
        return new InstallOptions(DryRun: dryRun, SameKey: _ => same);
    }

    private void EndTrial(LoadedPolicy? over)
    {
        _onTrial = false;
        _before = null;
        _unsaved.Clear();
        if (over != _current)
            over?.Dispose();
    }
}

/// <summary>The stored objects cannot be relied upon, so nobody knows what must be protected.</summary>
internal sealed class UnusableStateException(string sentence) : Exception(sentence);
