using Gatehouse.Filtering.Arbitration;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Filtering.Tuples;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// An immutable object set made ready to decide packets. Every packet is judged by exactly one snapshot; a new policy is a new snapshot, which
/// shares with the old one whatever a small change leaves as it was.
/// </summary>
public sealed class FilterSnapshot
{
    private const ulong FirstExemptionId = 1UL << 63;

    private readonly LayerFilters[] _layers;
    private readonly ArbitrationOptions _options;
    private readonly ulong _lastId;

    private FilterSnapshot(WfpObjectSet objects, LayerFilters[] layers, ArbitrationOptions options, ulong lastId)
    {
        Objects = objects;
        _layers = layers;
        _options = options;
        _lastId = lastId;
    }

    /// <summary>The objects it was compiled from, without the keying exemptions.</summary>
    public WfpObjectSet Objects { get; }

    /// <summary>Every filter, policy and keying exemptions, by layer, sublayer and descending weight.</summary>
    public IEnumerable<CompiledFilter> Filters => _layers.SelectMany(layer => layer.Ordered);

    /// <summary>
    /// Compiles an object set together with the keying exemptions it calls for. Throws <see cref="FilterRuleException"/> when an object breaks a rule.
    /// <paramref name="ids"/> gives the filters' ids, ascending and below 2^63; without it they are counted from 1. Exemptions come after them, and out
    /// of the way of ids that are yet to be given.
    /// </summary>
    // cold: runs when policy changes.
    public static FilterSnapshot Compile(WfpObjectSet objects, ArbitrationOptions? options = null, IReadOnlyList<ulong>? ids = null)
    {
        options ??= ArbitrationOptions.Default;
        var contexts = objects.ProviderContexts.ToDictionary(context => context.Key);
        var all = objects.Filters.AddRange(KeyingExemptions.For(objects));
        SetRules.Check(all);
        var compiled = new List<CompiledFilter>[FwpmLayers.All.Length];
        for (var layer = 0; layer < compiled.Length; layer++)
            compiled[layer] = [];
        var lastId = 0UL;
        for (var i = 0; i < all.Length; i++)
        {
            FilterRules.Check(all[i], contexts.GetValueOrDefault);
            var context = all[i].ProviderContext is { } key ? contexts[key] : null;
            var id = ids is null ? (ulong)i + 1 : i < ids.Count ? ids[i] : FirstExemptionId + (ulong)(i - ids.Count);
            lastId = id < FirstExemptionId ? id : lastId;
            compiled[(int)all[i].Layer].Add(new CompiledFilter(id, all[i], options, context));
        }

        var layers = compiled.Select(filters => filters.Count == 0 ? LayerFilters.Empty : LayerFilters.Build(filters)).ToArray();
        return new FilterSnapshot(objects, layers, options, lastId);
    }

    /// <summary>
    /// The same set with one filter more, at a fraction of the cost of compiling it all. Throws <see cref="FilterRuleException"/> when the filter
    /// breaks a rule.
    /// </summary>
    // cold: runs when policy changes.
    public FilterSnapshot With(FwpmFilter filter, ulong? id = null)
    {
        var objects = Objects with { Filters = Objects.Filters.Add(filter) };

        // Main-mode filters call for keying exemptions, and contexts are looked up by key: both need the whole set.
        if (filter.ProviderContext.HasValue)
            return Compile(objects, _options);
        SetRules.Check(filter, _layers);
        FilterRules.Check(filter, _ => null);
        var added = new CompiledFilter(id ?? _lastId + 1, filter, _options, null);
        return Replace(objects, filter.Layer, _layers[(int)filter.Layer].With(added), ulong.Max(added.Id, _lastId));
    }

    /// <summary>
    /// The same set with those exemptions of this host's own keying that the set before had and this one lacks: what keying still has to tell its
    /// peers, that their SAs are gone, must not be caught by the very policy that ends them.
    /// </summary>
    // cold: runs when policy changes.
    public FilterSnapshot WithFarewell(FilterSnapshot before)
    {
        var own = before.Filters.Select(filter => filter.Filter)
            .Where(filter => filter is { Origin: FilterOrigin.KeyingExemption, Layer: FwpmLayer.OutboundTransportV4 or FwpmLayer.OutboundTransportV6 });
        var present = Filters.Where(filter => filter.Filter.Origin == FilterOrigin.KeyingExemption).Select(filter => filter.Filter.Key).ToHashSet();
        return own.Where(filter => !present.Contains(filter.Key)).Aggregate(this, (snapshot, filter) => snapshot.With(filter));
    }

    /// <summary>The same set without the filter of that key. Throws <see cref="FilterRuleException"/> when there is none.</summary>
    // cold: runs when policy changes.
    public FilterSnapshot Without(Guid key)
    {
        var filter = Filters.FirstOrDefault(filter => filter.Filter.Key == key && filter.Filter.Origin == FilterOrigin.Policy)
            ?? throw new FilterRuleException(FwpError.FilterNotFound, $"no filter has the key {key}");
        var objects = Objects with { Filters = Objects.Filters.Remove(filter.Filter) };
        if (filter.ProviderContext is not null)
            return Compile(objects, _options);
        var layer = filter.Filter.Layer;
        return Replace(objects, layer, _layers[(int)layer].Without(filter), _lastId);
    }

    /// <summary>The filters of one layer by sublayer and descending effective weight.</summary>
    public ReadOnlySpan<CompiledFilter> AtLayer(FwpmLayer layer) => _layers[(int)layer].Ordered;

    /// <summary>
    /// Arbitration at a layer: each sublayer, the heaviest first, votes with its heaviest matching filter that does not continue (reference section
    /// 3.2). Allocates nothing. <paramref name="trace"/> is told every step; null where packets pass.
    /// </summary>
    public ClassifyResult Classify(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts, IClassifyTrace? trace = null)
    {
        trace?.OnLayer(layer, fields, facts);
        var arbiter = new Arbiter();
        foreach (var index in _layers[(int)layer].Indexes)
        {
            // A hard block ends the decision, but not the watching: inspection filters of lighter sublayers are still seen (reference 10 #7).
            if (arbiter.IsFinal && trace is null)
                break;
            if (trace is null ? TryVote(index, fields, facts, out var vote) : TryVoteWatched(index, fields, facts, trace, out vote))
                arbiter.Add(vote);
        }

        trace?.OnResult(arbiter.Result);
        return arbiter.Result;
    }

    private bool TryVote(SubLayerIndex index, in ClassifyFields fields, in CalloutFacts facts, out Vote vote)
    {
        var cursor = Cursor.Start;
        while (index.TryNext(fields, ref cursor, out var match))
        {
            if (match.Kind != FilterKind.Ask)
            {
                vote = Ballot.Plain(match.Kind, match.Id);
                return true;
            }

            if (Ballot.TryVote(match.Filter!, _options, facts, null, out vote))
                return true;
        }

        vote = default;
        return false;
    }

    // A watcher wants to see the filters that fail as well; what a match means is the same code.
    private bool TryVoteWatched(SubLayerIndex index, in ClassifyFields fields, in CalloutFacts facts, IClassifyTrace trace, out Vote vote)
    {
        foreach (var filter in index.Ordered)
        {
            var failed = filter.FirstFailing(fields);
            trace.OnFilter(filter, failed);
            if (failed < 0 && Ballot.TryVote(filter, _options, facts, trace, out vote))
                return true;
        }

        vote = default;
        return false;
    }

    private FilterSnapshot Replace(WfpObjectSet objects, FwpmLayer layer, LayerFilters filters, ulong lastId)
    {
        var layers = _layers.ToArray();
        layers[(int)layer] = filters;
        return new FilterSnapshot(objects, layers, _options, lastId);
    }
}
