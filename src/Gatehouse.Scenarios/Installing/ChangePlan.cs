using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Scenarios.Installing;

/// <summary>
/// The way from what is there to what is wanted, in an order that no reference forbids: filters, contexts, sublayers and the provider go; the provider,
/// contexts and filters come. Filters of a context that changes are taken away with it, because nothing in use can be deleted.
/// </summary>
internal sealed class ChangePlan
{
    private readonly List<FwpmFilter> _removedFilters = [];
    private readonly List<ProviderContext> _removedContexts = [];
    private readonly List<FwpmSubLayer> _removedSubLayers = [];
    private readonly List<FwpmFilter> _addedFilters = [];
    private readonly List<ProviderContext> _addedContexts = [];
    private FwpmProvider? _removedProvider;
    private FwpmProvider? _addedProvider;
    private int _kept;

    private ChangePlan()
    {
    }

    /// <summary>From what is there to a policy.</summary>
    public static ChangePlan Towards(InstalledPolicy installed, FwpmProvider provider, WfpObjectSet wanted)
    {
        var plan = new ChangePlan();
        var sameOwner = installed.Provider is { } there && SameObject.Same(there.Object, provider);
        if (!sameOwner)
            (plan._removedProvider, plan._addedProvider) = (installed.Provider?.Object, provider);
        else
            plan._kept++;
        var contexts = wanted.ProviderContexts.ToDictionary(context => context.Key);
        var filters = wanted.Filters.ToDictionary(filter => filter.Key);
        var keptContexts = new HashSet<Guid>();
        foreach (var (context, _, _, _) in installed.Contexts)
        {
            if (sameOwner && contexts.TryGetValue(context.Key, out var same) && SameObject.Same(context, same))
                keptContexts.Add(context.Key);
            else
                plan._removedContexts.Add(context);
        }

        var keptFilters = new HashSet<Guid>();
        foreach (var (filter, _, _, _) in installed.Filters)
        {
            var contextStays = filter.ProviderContext is not { } key || keptContexts.Contains(key);
            if (sameOwner && contextStays && filters.TryGetValue(filter.Key, out var same) && SameObject.Same(filter, same))
                keptFilters.Add(filter.Key);
            else
                plan._removedFilters.Add(filter);
        }

        plan._removedSubLayers.AddRange(installed.SubLayers.Select(entry => entry.Object));
        plan._addedContexts.AddRange(wanted.ProviderContexts.Where(context => !keptContexts.Contains(context.Key)));
        plan._addedFilters.AddRange(wanted.Filters.Where(filter => !keptFilters.Contains(filter.Key)));
        plan._kept += keptContexts.Count + keptFilters.Count;
        return plan;
    }

    /// <summary>From what is there to nothing.</summary>
    public static ChangePlan Away(InstalledPolicy installed)
    {
        var plan = new ChangePlan { _removedProvider = installed.Provider?.Object };
        plan._removedFilters.AddRange(installed.Filters.Select(entry => entry.Object));
        plan._removedContexts.AddRange(installed.Contexts.Select(entry => entry.Object));
        plan._removedSubLayers.AddRange(installed.SubLayers.Select(entry => entry.Object));
        return plan;
    }

    public PolicyChanges Describe()
    {
        ImmutableArray<ObjectChange> removed =
        [
            .. _removedFilters.Select(Describe),
            .. _removedContexts.Select(context => new ObjectChange("provider context", context.Key, context.Name)),
            .. _removedSubLayers.Select(subLayer => new ObjectChange("sublayer", subLayer.Key, subLayer.Name)),
            .. Describe(_removedProvider),
        ];
        ImmutableArray<ObjectChange> added =
        [
            .. Describe(_addedProvider),
            .. _addedContexts.Select(context => new ObjectChange("provider context", context.Key, context.Name)),
            .. _addedFilters.Select(Describe),
        ];
        return new PolicyChanges(added, removed, _kept);
    }

    /// <summary>Makes the calls; the first error ends it. The caller has begun a transaction.</summary>
    public FwpResult Carry(IFilterSession session)
    {
        IEnumerable<Func<FwpResult>> calls =
        [
            .. _removedFilters.Select<FwpmFilter, Func<FwpResult>>(filter => () => session.Filters.DeleteByKey(filter.Key)),
            .. _removedContexts.Select<ProviderContext, Func<FwpResult>>(context => () => session.ProviderContexts.DeleteByKey(context.Key)),
            .. _removedSubLayers.Select<FwpmSubLayer, Func<FwpResult>>(subLayer => () => session.SubLayers.DeleteByKey(subLayer.Key)),
            () => _removedProvider is { } provider ? session.Providers.DeleteByKey(provider.Key) : FwpResult.Success,
            () => _addedProvider is { } provider ? session.Providers.Add(provider).Outcome : FwpResult.Success,
            .. _addedContexts.Select<ProviderContext, Func<FwpResult>>(context => () => session.ProviderContexts.Add(context).Outcome),
            .. _addedFilters.Select<FwpmFilter, Func<FwpResult>>(filter => () => session.Filters.Add(filter).Outcome),
        ];
        foreach (var call in calls)
            if (call() is { Ok: false } failure)
                return failure;
        return FwpResult.Success;
    }

    private static ObjectChange Describe(FwpmFilter filter) => new("filter", filter.Key, filter.Name, filter.Layer);

    private static IEnumerable<ObjectChange> Describe(FwpmProvider? provider) =>
        provider is null ? [] : [new ObjectChange("provider", provider.Key, provider.Name)];
}
