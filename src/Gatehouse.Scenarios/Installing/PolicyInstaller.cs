using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Scenarios.Installing;

/// <summary>
/// Brings the objects of a policy into a filter engine, Windows' own or the portable one, and takes them out again. Everything is owned by
/// <see cref="FwpmProvider.Gatehouse"/>, which is how it is found again; every change is one transaction, so an error leaves all as it was.
/// </summary>
/// <param name="engine">The engine.</param>
public sealed class PolicyInstaller(IFilterEngine engine)
{
    private static readonly FwpmEnumTemplate Ours = new() { Provider = FwpmProvider.Gatehouse.Key };

    /// <summary>The objects as they are given to the engine: owned, and persistent if wanted.</summary>
    public static WfpObjectSet Owned(WfpObjectSet objects, bool persistent) => new(
        [
            .. objects.ProviderContexts.Select(context => context with
            {
                Provider = FwpmProvider.Gatehouse.Key,
                Flags = persistent ? context.Flags | ProviderContextFlags.Persistent : context.Flags,
            }),
        ],
        [
            .. objects.Filters.Select(filter => filter with
            {
                Provider = FwpmProvider.Gatehouse.Key,
                Flags = persistent ? filter.Flags | FwpmFilterFlags.Persistent : filter.Flags,
            }),
        ]);

    /// <summary>Makes the engine hold exactly this policy of ours. Applying it again changes nothing.</summary>
    public FwpResult<PolicyChanges> Apply(WfpObjectSet objects, InstallOptions options)
    {
        var extent = options.DryRun ? Extent.Rehearse : Extent.Carry;
        return Change((installed, keys) => Towards(installed, objects, options.Persistent, keys), extent, options.SameKey);
    }

    /// <summary>What applying would change; the lifetime of what is there counts as wanted.</summary>
    public FwpResult<PolicyChanges> Compare(WfpObjectSet objects) => Compare(objects, out _);

    /// <summary>The same, with what it was compared with; null when that could not be read.</summary>
    public FwpResult<PolicyChanges> Compare(WfpObjectSet objects, out InstalledPolicy? installed)
    {
        InstalledPolicy? seen = null;
        var changes = Change(
            (there, keys) =>
            {
                seen = there;
                return Towards(there, objects, there.Provider is { Lifetime: FwpmLifetime.Persistent }, keys);
            },
            Extent.Compare);
        installed = seen;
        return changes;
    }

    /// <summary>Removes everything that Gatehouse's provider owns, also what another version left.</summary>
    public FwpResult<PolicyChanges> Remove(bool dryRun = false) =>
        Change((installed, _) => ChangePlan.Away(installed), dryRun ? Extent.Rehearse : Extent.Carry);

    /// <summary>Goes back to what was read earlier. Not everything can be read: ask <see cref="WhyNotRestorable"/> first.</summary>
    public FwpResult<PolicyChanges> Restore(InstalledPolicy before) => Change(
        (installed, _) => before.Provider is not { } provider
            ? ChangePlan.Away(installed)
            : ChangePlan.Towards(
                installed,
                provider.Object,
                new WfpObjectSet([.. before.Contexts.Select(entry => entry.Object)], [.. before.Filters.Select(entry => entry.Object)]),
                static _ => true),
        Extent.Carry);

    /// <summary>
    /// Why one could not go back from a change, or null: it removes a context with a pre-shared key, which nobody reads, or what another version added.
    /// </summary>
    public static string? WhyNotRestorable(InstalledPolicy before, PolicyChanges changes)
    {
        var removed = changes.Removed.Select(change => change.Key).ToHashSet();
        if (before.Contexts.Any(entry => removed.Contains(entry.Object.Key) && ChangePlan.UsesKey(entry.Object)))
            return "the policy in force has a pre-shared key, which is never read back";
        return before.Unknown.IsEmpty && before.Callouts.IsEmpty && before.SubLayers.IsEmpty ? null : "another version of Gatehouse has left objects";
    }

    /// <summary>What of ours is there.</summary>
    public FwpResult<InstalledPolicy> Read()
    {
        var opened = engine.Open(new FwpmSession());
        if (!opened.Ok)
            return opened.Outcome;
        using var session = opened.Value;
        return Read(session);
    }

    private static FwpResult<InstalledPolicy> Read(IFilterSession session)
    {
        var providers = session.Providers.Enum(FwpmEnumTemplate.All);
        if (!providers.Ok)
            return providers.Outcome;
        FwpmEntry<FwpmProvider>? provider = null;
        foreach (var entry in providers.Value)
            if (entry.Object.Key == FwpmProvider.Gatehouse.Key)
                provider = entry;

        // Nothing can be owned by a provider that is not there.
        if (provider is null)
            return new InstalledPolicy(null, [], [], []);
        var contexts = session.ProviderContexts.Enum(Ours);
        if (!contexts.Ok)
            return contexts.Outcome;
        var filters = session.Filters.Enum(Ours);
        if (!filters.Ok)
            return filters.Outcome;
        var subLayers = session.SubLayers.Enum(Ours);
        if (!subLayers.Ok)
            return subLayers.Outcome;
        var callouts = session.Callouts.Enum(Ours);
        if (!callouts.Ok)
            return callouts.Outcome;
        var leftOut = (session as ILeavesOut)?.LeftOut ?? [];
        return new InstalledPolicy(provider, contexts.Value, filters.Value, subLayers.Value)
        {
            Callouts = callouts.Value,
            Unknown = [.. leftOut.Where(named => named.Provider == FwpmProvider.Gatehouse.Key)],
        };
    }

    private static ChangePlan Towards(InstalledPolicy installed, WfpObjectSet objects, bool persistent, SameKey keys) => ChangePlan.Towards(
        installed,
        persistent ? FwpmProvider.Gatehouse with { Flags = FwpmProviderFlags.Persistent } : FwpmProvider.Gatehouse,
        Owned(objects, persistent),
        keys);

    private enum Extent
    {
        /// <summary>Only look.</summary>
        Compare,

        /// <summary>Make every call, so that what the engine would refuse is found, and take all back.</summary>
        Rehearse,

        /// <summary>Make every call and keep it.</summary>
        Carry,
    }

    private FwpResult<PolicyChanges> Change(Func<InstalledPolicy, SameKey, ChangePlan> plan, Extent extent, SameKey? keys = null)
    {
        var opened = engine.Open(new FwpmSession());
        if (!opened.Ok)
            return opened.Outcome;
        using var session = opened.Value;
        var mode = extent == Extent.Compare ? FwpmTransactionMode.ReadOnly : FwpmTransactionMode.ReadWrite;
        if (session.BeginTransaction(mode) is { Ok: false } refused)
            return refused;
        var result = Change(session, plan, extent, keys, out var commit);
        if (!commit)
        {
            // Nothing is kept of a failure; should even this fail, closing the session aborts as well.
            _ = session.AbortTransaction();
            return result;
        }

        return session.CommitTransaction() is { Ok: false } failure ? failure : result;
    }

    private static FwpResult<PolicyChanges> Change(
        IFilterSession session, Func<InstalledPolicy, SameKey, ChangePlan> plan, Extent extent, SameKey? keys, out bool commit)
    {
        commit = false;
        var installed = Read(session);
        if (!installed.Ok)
            return installed.Outcome;
        var asked = FwpResult.Success;
        var planned = plan(installed.Value, keys ?? (context =>
        {
            var same = session is IPresharedKeys engine ? engine.HasSameKey(context) : new FwpResult<bool?>(true, FwpError.None, "");
            asked = same.Error == FwpError.None ? asked : same.Outcome;
            return same.Value;
        }));
        if (!asked.Ok)
            return asked;
        var changes = planned.Describe();
        if (extent == Extent.Compare || changes.IsEmpty)
            return changes;
        if (planned.Carry(session) is { Ok: false } failure)
            return failure.Error == FwpError.InUse ? ForeignReferences.Explain(session, changes, failure) : failure;
        commit = extent == Extent.Carry;
        return changes;
    }
}
