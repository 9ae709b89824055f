using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>What a matching filter does with the right to decide (reference sections 3.1 and 3.2), whatever the packet's situation.</summary>
internal enum FilterPower
{
    /// <summary>It never votes: inspection.</summary>
    None,

    /// <summary>Its callout votes or passes on to the next filter, as it likes.</summary>
    MayPass,

    /// <summary>It votes for its sublayer; a lighter sublayer may have another word.</summary>
    Votes,

    /// <summary>It votes, and nothing lighter but a callout's veto has another word.</summary>
    VotesHard,

    /// <summary>It ends the classification.</summary>
    Ends,
}

/// <summary>The power of filters.</summary>
internal static class FilterPowers
{
    /// <summary>Two for each fact a callout may know.</summary>
    private const int Situations = 64;

    public static FilterPower Of(CompiledFilter compiled)
    {
        var filter = compiled.Filter;
        var isHard = filter.Flags.HasFlag(FwpmFilterFlags.ClearActionRight);
        switch (filter.Action)
        {
            case FwpActionType.Block:
                return FilterPower.Ends;
            case FwpActionType.Permit:
                return isHard ? FilterPower.VotesHard : FilterPower.Votes;
            case FwpActionType.CalloutInspection:
                return FilterPower.None;
            default:
                if (!compiled.IsRegistered)
                    return Unregistered(filter, isHard);
                return MayPass(filter) ? FilterPower.MayPass : isHard ? FilterPower.VotesHard : FilterPower.Votes;
        }
    }

    /// <summary>True when its vote may overrule a hard permit: a callout's block.</summary>
    public static bool MayVeto(CompiledFilter compiled) =>
        compiled.IsRegistered && compiled.Filter.Action is FwpActionType.CalloutTerminating or FwpActionType.CalloutUnknown;

    // The callout itself is asked, in every situation there is: its action type says only what it promised.
    private static bool MayPass(FwpmFilter filter)
    {
        for (var bits = 0; bits < Situations; bits++)
        {
            bool Has(int bit) => (bits >> bit & 1) != 0;
            var facts = new CalloutFacts(Has(0), Has(1), Has(2), Has(3), Has(4), Has(5));
            if (TransportCallouts.Decide(filter.Callout!.Value, filter.RawContext ?? 0, facts) == CalloutDecision.Continue)
                return true;
        }

        return false;
    }

    // A callout without code makes its filter a BLOCK or, with the flag, a PERMIT.
    private static FilterPower Unregistered(FwpmFilter filter, bool isHard)
    {
        if (!filter.Flags.HasFlag(FwpmFilterFlags.PermitIfCalloutUnregistered))
            return FilterPower.Ends;
        return isHard ? FilterPower.VotesHard : FilterPower.Votes;
    }
}
