using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// An immutable object set made ready to decide packets: per layer, the filters by descending effective weight. Every packet is judged by
/// exactly one snapshot; a new policy is a new snapshot.
/// </summary>
public sealed class FilterSnapshot
{
    private readonly CompiledFilter[][] _byLayer;

    private FilterSnapshot(CompiledFilter[][] byLayer) => _byLayer = byLayer;

    /// <summary>Every filter, policy and keying exemptions, by layer and descending weight.</summary>
    public IEnumerable<CompiledFilter> Filters => _byLayer.SelectMany(filters => filters);

    /// <summary>
    /// Compiles an object set together with the keying exemptions it calls for. Throws <see cref="FilterRuleException"/> when an object breaks a rule.
    /// </summary>
    // cold: runs when policy changes.
    public static FilterSnapshot Compile(WfpObjectSet objects)
    {
        var contexts = objects.ProviderContexts.ToDictionary(context => context.Key);
        var all = objects.Filters.AddRange(KeyingExemptions.For(objects));
        var duplicate = all.GroupBy(filter => filter.Key).FirstOrDefault(group => group.Count() > 1);
        if (duplicate is not null)
            throw new FilterRuleException(
                $"FWP_E_ALREADY_EXISTS: filters '{string.Join("' and '", duplicate.Select(f => f.Name))}' share the key {duplicate.Key}");
        var compiled = new List<CompiledFilter>[FwpmLayers.All.Length];
        for (var layer = 0; layer < compiled.Length; layer++)
            compiled[layer] = [];
        for (var i = 0; i < all.Length; i++)
        {
            FilterRules.Check(all[i], contexts);
            compiled[(int)all[i].Layer].Add(CompileFilter((ulong)i + 1, all[i], contexts));
        }

        // OrderByDescending is stable: equal weights keep the order of addition.
        return new FilterSnapshot([.. compiled.Select(filters => filters.OrderByDescending(filter => filter.EffectiveWeight).ToArray())]);
    }

    /// <summary>The filters of one layer by descending effective weight.</summary>
    public ReadOnlySpan<CompiledFilter> AtLayer(FwpmLayer layer) => _byLayer[(int)layer];

    /// <summary>
    /// Arbitration inside the layer's one sublayer (UNIVERSAL): the first filter that permits or blocks decides; when none does, WFP permits
    /// (reference sections 3.2 and 10 #10). Allocates nothing. <paramref name="trace"/> is told every step; null where packets pass.
    /// </summary>
    public ClassifyResult Classify(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts, IClassifyTrace? trace = null)
    {
        trace?.OnLayer(layer, fields, facts);
        var result = new ClassifyResult(ClassifyAction.Permit, VerdictReason.NoFilterMatched, 0, 0);
        foreach (var filter in _byLayer[(int)layer])
        {
            var failed = filter.FirstFailing(fields);
            trace?.OnFilter(filter, failed);
            if (failed < 0 && Decide(filter, facts, trace) is { } decided)
            {
                result = decided;
                break;
            }
        }

        trace?.OnResult(result);
        return result;
    }

    private static ClassifyResult? Decide(CompiledFilter compiled, in CalloutFacts facts, IClassifyTrace? trace)
    {
        var filter = compiled.Filter;
        var rawContext = filter.RawContext ?? 0;
        switch (filter.Action)
        {
            case FwpActionType.Permit:
                var reason = filter.Origin == FilterOrigin.KeyingExemption ? VerdictReason.KeyingExemption : VerdictReason.PermitFilter;
                return new ClassifyResult(ClassifyAction.Permit, reason, compiled.Id, rawContext);
            case FwpActionType.Block:
                return new ClassifyResult(ClassifyAction.Block, VerdictReason.BlockFilter, compiled.Id, rawContext);
            case FwpActionType.CalloutInspection:
                return null;
            default:
                var decision = TransportCallouts.Decide(filter.Callout!.Value, rawContext, facts);
                trace?.OnCallout(compiled, decision);
                return CalloutOutcome.Of(decision, compiled, rawContext);
        }
    }

    // cold: runs when policy changes.
    private static CompiledFilter CompileFilter(ulong id, FwpmFilter filter, Dictionary<Guid, ProviderContext> contexts)
    {
        var family = FwpmLayers.Info(filter.Layer).Family;
        var conditions = filter.Conditions
            .Select(condition => CompiledCondition.Compile(condition, CompiledCondition.Maximum(condition.Field, family)))
            .ToArray();
        var context = filter.ProviderContext is { } key ? contexts[key] : null;
        return new CompiledFilter(id, filter, conditions, AutoWeight.Effective(filter.Weight, conditions, family), context);
    }
}
