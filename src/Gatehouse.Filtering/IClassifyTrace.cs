using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// Watches a classification from inside. The engine's own classify calls it, so what it is told is what decides; a watched and an unwatched
/// classification are the same code.
/// </summary>
public interface IClassifyTrace
{
    /// <summary>A layer is asked.</summary>
    void OnLayer(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts);

    /// <summary>A filter was held against the packet; <paramref name="failed"/> is the index of a condition that does not hold, -1 when it matches.</summary>
    void OnFilter(CompiledFilter filter, int failed);

    /// <summary>A matching filter's callout was asked.</summary>
    void OnCallout(CompiledFilter filter, CalloutDecision decision);

    /// <summary>The layer has decided.</summary>
    void OnResult(in ClassifyResult result);
}
