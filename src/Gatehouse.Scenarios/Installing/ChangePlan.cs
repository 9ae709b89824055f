using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Scenarios.Installing;

/// <summary>
/// The way from what is there to what is wanted, in an order that no reference forbids: filters, contexts, callouts, sublayers and the provider go; the
/// provider, contexts and filters come. Filters of a context that changes are taken away with it, because nothing in use can be deleted.
/// </summary>
internal sealed class ChangePlan
{
    private readonly List<FwpmFilter> _removedFilters = [];
    private readonly List<ProviderContext> _removedContexts = [];
    private readonly List<FwpmObjectName> _removedOthers = [];
    private readonly List<FwpmFilter> _addedFilters = [];
    private readonly List<ProviderContext> _addedContexts = [];
    private FwpmProvider? _removedProvider;
    private FwpmProvider? _addedProvider;
    private readonly HashSet<Guid> _otherKeys = [];
    private readonly List<ProviderContext> _unknownKeys = [];
    private int _kept;

    private ChangePlan()
    {
    }

    /// <summary>From what is there to a policy. <paramref name="keys"/> tells of a context that is the same whether its key is too.</summary>
    public static ChangePlan Towards(InstalledPolicy installed, FwpmProvider provider, WfpObjectSet wanted, SameKey keys)
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
            if (sameOwner && contexts.TryGetValue(context.Key, out var same) && SameObject.Same(context, same) && plan.HasSameKey(context, keys))
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

        plan.RemoveOthers(installed);
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
        plan.RemoveOthers(installed);
        return plan;
    }

    /// <summary>What only another version added: its unknown filters first, and sublayers last, because filters stand in them.</summary>
    private void RemoveOthers(InstalledPolicy installed)
    {
        _removedOthers.AddRange(installed.Unknown.OrderByDescending(other => other.Kind == FwpmObjectName.FilterKind));
        _removedOthers.AddRange(installed.Callouts.Select(entry => Name(FwpmObjectName.CalloutKind, entry.Object)));
        _removedOthers.AddRange(installed.SubLayers.Select(entry => Name(FwpmObjectName.SubLayerKind, entry.Object)));
    }

    private static FwpmObjectName Name(string kind, IFwpmObject named) => new(kind, named.Key, named.Name, named.Provider);

    private static FwpResult Delete(IFilterSession session, FwpmObjectName other) => other.Kind switch
    {
        FwpmObjectName.FilterKind => session.Filters.DeleteByKey(other.Key),
        FwpmObjectName.ContextKind => session.ProviderContexts.DeleteByKey(other.Key),
        FwpmObjectName.CalloutKind => session.Callouts.DeleteByKey(other.Key),
        _ => session.SubLayers.DeleteByKey(other.Key),
    };

    public PolicyChanges Describe()
    {
        ImmutableArray<ObjectChange> removed =
        [
            .. _removedFilters.Select(Describe),
            .. _removedContexts.Select(context => Describe(context) with { KeyDiffers = _otherKeys.Contains(context.Key) }),
            .. _removedOthers.Select(other => new ObjectChange(other.Kind, other.Key, other.Name)),
            .. Describe(_removedProvider),
        ];
        ImmutableArray<ObjectChange> added =
        [
            .. Describe(_addedProvider),
            .. _addedContexts.Select(Describe),
            .. _addedFilters.Select(Describe),
        ];
        return new PolicyChanges(added, removed, _kept) { KeysNotCompared = [.. _unknownKeys.Select(Describe)] };
    }

    /// <summary>Makes the calls; the first error ends it. The caller has begun a transaction.</summary>
    public FwpResult Carry(IFilterSession session)
    {
        IEnumerable<Func<FwpResult>> calls =
        [
            .. _removedFilters.Select<FwpmFilter, Func<FwpResult>>(filter => () => session.Filters.DeleteByKey(filter.Key)),
            .. _removedContexts.Select<ProviderContext, Func<FwpResult>>(context => () => session.ProviderContexts.DeleteByKey(context.Key)),
            .. _removedOthers.Select<FwpmObjectName, Func<FwpResult>>(other => () => Delete(session, other)),
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

    /// <summary>A context without pre-shared key has none that could differ.</summary>
    private bool HasSameKey(ProviderContext context, SameKey keys)
    {
        if (!UsesKey(context))
            return true;
        var same = keys(context);
        if (same == false)
            _otherKeys.Add(context.Key);
        else if (same is null)
            _unknownKeys.Add(context);
        return same != false;
    }

    /// <summary>Whether a context authenticates by pre-shared key.</summary>
    public static bool UsesKey(ProviderContext context) =>
        context.MainMode is { } policy && policy.AuthenticationMethods.Any(method => method.Type == AuthenticationMethodType.PresharedKey);

    private static ObjectChange Describe(ProviderContext context) => new(FwpmObjectName.ContextKind, context.Key, context.Name);

    private static ObjectChange Describe(FwpmFilter filter) => new(FwpmObjectName.FilterKind, filter.Key, filter.Name, filter.Layer);

    private static IEnumerable<ObjectChange> Describe(FwpmProvider? provider) =>
        provider is null ? [] : [new ObjectChange(FwpmObjectName.ProviderKind, provider.Key, provider.Name)];
}
