using System.Collections.Immutable;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Explain;

/// <summary>What becomes of a packet, in one word.</summary>
public enum ExplainedVerdict
{
    /// <summary>Never let through.</summary>
    Drop,

    /// <summary>Let through: as it is, or inbound as it came out of ESP.</summary>
    Permit,

    /// <summary>Outbound: let through inside ESP.</summary>
    Protect,

    /// <summary>Outbound: waits for its SA, and never leaves unless sealed.</summary>
    Hold,

    /// <summary>Outbound: let through in clear while a negotiation begins.</summary>
    ClearAndNegotiate,
}

/// <summary>One filter that was held against the packet.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Failed">The condition that does not hold; null when the filter matches.</param>
/// <param name="Callout">What its callout answered; null when none was asked.</param>
/// <param name="Decided">The filter decided its layer.</param>
public sealed record FilterStep(CompiledFilter Filter, FwpmFilterCondition? Failed, CalloutDecision? Callout, bool Decided)
{
    /// <summary>It matches and says something: it does not only inspect, and its callout does not pass the packet on.</summary>
    public bool Votes => Failed is null && Filter.Filter.Action != FwpActionType.CalloutInspection && Callout != CalloutDecision.Continue;
}

/// <summary>One layer the packet visited.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Fields">What the filters were compared with.</param>
/// <param name="Facts">What the callouts knew.</param>
/// <param name="Filters">The filters, by descending weight, up to the one that decided.</param>
/// <param name="Result">The layer's decision.</param>
public sealed record LayerStep(FwpmLayer Layer, ClassifyFields Fields, CalloutFacts Facts, ImmutableArray<FilterStep> Filters, ClassifyResult Result)
{
    /// <summary>The sublayers that were asked, the heaviest first, each with the filter that voted for it; null where none did.</summary>
    public IEnumerable<(FwpmSubLayer SubLayer, FilterStep? Vote)> Votes => Filters.GroupBy(step => step.Filter.Filter.SubLayer)
        .Select(group => (group.Key, group.Last() is { Votes: true } last ? last : null));
}

/// <summary>What would become of a packet, and why.</summary>
/// <param name="Verdict">In one word.</param>
/// <param name="Reason">The engine's reason, as counted in status.</param>
/// <param name="Sentence">For people.</param>
/// <param name="Layers">The layers in the order they were asked.</param>
public sealed record Explanation(ExplainedVerdict Verdict, VerdictReason Reason, string Sentence, ImmutableArray<LayerStep> Layers);
