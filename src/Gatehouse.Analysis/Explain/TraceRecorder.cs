using System.Collections.Immutable;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Explain;

/// <summary>Writes down what the engine says of its classifications while it makes them.</summary>
internal sealed class TraceRecorder : IClassifyTrace
{
    private readonly ImmutableArray<LayerStep>.Builder _layers = ImmutableArray.CreateBuilder<LayerStep>();
    private readonly List<FilterStep> _filters = [];
    private FwpmLayer _layer;
    private ClassifyFields _fields;
    private CalloutFacts _facts;

    public ImmutableArray<LayerStep> Layers => _layers.ToImmutable();

    public void OnLayer(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts)
    {
        (_layer, _fields, _facts) = (layer, fields, facts);
        _filters.Clear();
    }

    public void OnFilter(CompiledFilter filter, int failed) =>
        _filters.Add(new FilterStep(filter, failed < 0 ? null : filter.Filter.Conditions[failed], null, Decided: false));

    public void OnCallout(CompiledFilter filter, CalloutDecision decision) => _filters[^1] = _filters[^1] with { Callout = decision };

    public void OnResult(in ClassifyResult result)
    {
        var id = result.FilterId;
        var steps = _filters.Select(step => step with { Decided = id != 0 && step.Filter.Id == id });
        _layers.Add(new LayerStep(_layer, _fields, _facts, [.. steps], result));
    }
}
