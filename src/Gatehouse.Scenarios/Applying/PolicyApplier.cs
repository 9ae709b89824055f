using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Scenarios.Applying;

/// <summary>
/// Makes the objects of a policy the ones a filter engine has, on any system, in one transaction. What is ours is known by its provider; what
/// is the same already is left alone, so applying twice changes nothing; objects of others are never touched.
/// </summary>
public static class PolicyApplier
{
    /// <summary>
    /// Applies the objects, or with <paramref name="dryRun"/> finds out whether they could be and takes everything back. After an error the engine
    /// has what it had before.
    /// </summary>
    public static FwpResult<ApplyReport> Apply(IFilterSession session, WfpObjectSet objects, bool dryRun = false) =>
        InTransaction(session, dryRun, () => Exchange(session, Owned(objects)));

    /// <summary>Removes every object of ours, the provider last; not being there is success.</summary>
    public static FwpResult<ApplyReport> Remove(IFilterSession session) => InTransaction(session, dryRun: false, () =>
    {
        var removed = Exchange(session, WfpObjectSet.Empty);
        if (removed.Ok && session.Providers.GetByKey(FwpmProvider.Gatehouse.Key).Ok
            && session.Providers.DeleteByKey(FwpmProvider.Gatehouse.Key) is { Ok: false } broken)
            return broken;
        return removed;
    });

    /// <summary>The objects of ours that the engine has.</summary>
    public static FwpResult<WfpObjectSet> Read(IFilterSession session)
    {
        // A template names an existing provider; without ours there is nothing of ours.
        if (!session.Providers.GetByKey(FwpmProvider.Gatehouse.Key).Ok)
            return WfpObjectSet.Empty;
        var ours = new FwpmEnumTemplate { Provider = FwpmProvider.Gatehouse.Key, Flags = FwpFilterEnumFlags.IncludeBootTime };
        var contexts = session.ProviderContexts.Enum(ours with { Flags = FwpFilterEnumFlags.None });
        if (!contexts.Ok)
            return contexts.Outcome;
        var filters = session.Filters.Enum(ours);
        return filters.Ok
            ? new WfpObjectSet([.. contexts.Value.Select(entry => entry.Object)], [.. filters.Value.Select(entry => entry.Object)])
            : filters.Outcome;
    }

    /// <summary>The same objects, owned by our provider.</summary>
    public static WfpObjectSet Owned(WfpObjectSet objects) => new(
        [.. objects.ProviderContexts.Select(context => context with { Provider = FwpmProvider.Gatehouse.Key })],
        [.. objects.Filters.Select(filter => filter with { Provider = FwpmProvider.Gatehouse.Key })]);

    private static FwpResult<ApplyReport> InTransaction(IFilterSession session, bool dryRun, Func<FwpResult<ApplyReport>> work)
    {
        if (session.BeginTransaction() is { Ok: false } busy)
            return busy;
        var result = work();
        if (!result.Ok || dryRun || result.Value.IsEmpty)
        {
            var aborted = session.AbortTransaction();
            return result.Ok && !aborted.Ok ? aborted : result;
        }

        return session.CommitTransaction() is { Ok: false } refused ? refused : result;
    }

    private static FwpResult<ApplyReport> Exchange(IFilterSession session, WfpObjectSet wanted)
    {
        var present = Read(session);
        if (!present.Ok)
            return present.Outcome;
        if (!wanted.Filters.IsEmpty && !session.Providers.GetByKey(FwpmProvider.Gatehouse.Key).Ok)
        {
            var added = session.Providers.Add(FwpmProvider.Gatehouse);
            if (!added.Ok)
                return added.Outcome;
        }

        var contexts = Plan.Make(present.Value.ProviderContexts, wanted.ProviderContexts, SameObject.Of);
        // A context that goes takes the filters that carry it along, whatever else they say.
        var gone = contexts.Delete.Select(context => context.Key).ToHashSet();
        var filters = Plan.Make(
            present.Value.Filters, wanted.Filters, (a, b) => SameObject.Of(a, b) && (a.ProviderContext is not { } key || !gone.Contains(key)));
        var outcome = Do(filters.Delete, filter => session.Filters.DeleteByKey(filter.Key))
            ?? Do(contexts.Delete, context => session.ProviderContexts.DeleteByKey(context.Key))
            ?? Do(contexts.Add, context => session.ProviderContexts.Add(context).Outcome)
            ?? Do(filters.Add, filter => session.Filters.Add(filter).Outcome);
        return outcome ?? (FwpResult<ApplyReport>)new ApplyReport(
            [.. filters.Gone, .. contexts.Gone], [.. contexts.New, .. filters.New], [.. contexts.Changed, .. filters.Changed], contexts.Same + filters.Same);
    }

    private static FwpResult? Do<T>(IEnumerable<T> objects, Func<T, FwpResult> call)
    {
        foreach (var each in objects)
        {
            if (call(each) is { Ok: false } broken)
                return broken;
        }

        return null;
    }

    /// <summary>What is to be done to turn one list into another; an object that changed is deleted and added.</summary>
    private sealed record Plan<T>(List<T> Delete, List<T> Add, int Same)
        where T : IFwpmObject
    {
        private readonly HashSet<Guid> _deleted = [.. Delete.Select(each => each.Key)];
        private readonly HashSet<Guid> _added = [.. Add.Select(each => each.Key)];

        public IEnumerable<string> Changed => Add.Where(each => _deleted.Contains(each.Key)).Select(each => each.Name);

        public IEnumerable<string> Gone => Delete.Where(each => !_added.Contains(each.Key)).Select(each => each.Name);

        public IEnumerable<string> New => Add.Where(each => !_deleted.Contains(each.Key)).Select(each => each.Name);
    }

    private static class Plan
    {
        public static Plan<T> Make<T>(ImmutableArray<T> present, ImmutableArray<T> wanted, Func<T, T, bool> same)
            where T : IFwpmObject
        {
            var there = present.ToDictionary(each => each.Key);
            var kept = wanted.Where(each => there.TryGetValue(each.Key, out var old) && same(old, each)).Select(each => each.Key).ToHashSet();
            return new Plan<T>(
                [.. present.Where(each => !kept.Contains(each.Key))], [.. wanted.Where(each => !kept.Contains(each.Key))], kept.Count);
        }
    }
}
