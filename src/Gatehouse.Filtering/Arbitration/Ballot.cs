using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Verdicts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering.Arbitration;

/// <summary>What a matching filter says: a vote, or nothing, and then the next best match of its sublayer is asked.</summary>
internal static class Ballot
{
    /// <summary>The vote of a matching filter; false when it continues.</summary>
    public static bool TryVote(CompiledFilter compiled, ArbitrationOptions options, in CalloutFacts facts, IClassifyTrace? trace, out Vote vote)
    {
        var filter = compiled.Filter;
        var clearsRight = (filter.Flags & FwpmFilterFlags.ClearActionRight) != 0;
        switch (filter.Action)
        {
            case FwpActionType.Permit:
                var reason = filter.Origin == FilterOrigin.KeyingExemption ? VerdictReason.KeyingExemption : VerdictReason.PermitFilter;
                vote = new Vote(Plain(compiled, ClassifyAction.Permit, reason), clearsRight, MayVeto: false);
                return true;
            case FwpActionType.Block:
                // The block of a filter is hard by itself.
                vote = new Vote(Plain(compiled, ClassifyAction.Block, VerdictReason.BlockFilter), IsHard: true, clearsRight && options.FilterVeto);
                return true;
            case FwpActionType.CalloutInspection:
                vote = default;
                return false;
            default:
                return compiled.IsRegistered
                    ? TryCallout(compiled, options, clearsRight, facts, trace, out vote)
                    : Unregistered(compiled, options, clearsRight, out vote);
        }
    }

    /// <summary>The same for a filter of which everything is known beforehand, without a look at it.</summary>
    public static Vote Plain(FilterKind kind, ulong id) => kind == FilterKind.Permit
        ? new Vote(new ClassifyResult(ClassifyAction.Permit, VerdictReason.PermitFilter, id, 0), IsHard: false, MayVeto: false)
        : new Vote(new ClassifyResult(ClassifyAction.Block, VerdictReason.BlockFilter, id, 0), IsHard: true, MayVeto: false);

    private static bool TryCallout(
        CompiledFilter compiled, ArbitrationOptions options, bool clearsRight, in CalloutFacts facts, IClassifyTrace? trace, out Vote vote)
    {
        var rawContext = compiled.Filter.RawContext ?? 0;
        var decision = TransportCallouts.Decide(compiled.Filter.Callout!.Value, rawContext, facts);
        trace?.OnCallout(compiled, decision);
        if (CalloutOutcome.Of(decision, compiled, rawContext) is not { } result)
        {
            vote = default;
            return false;
        }

        var isBlock = result.Action == ClassifyAction.Block;
        vote = new Vote(result, clearsRight || (isBlock && options.CalloutBlocksAreHard), MayVeto: isBlock);
        return true;
    }

    // A callout without code behind it makes its filter a BLOCK or, with the flag, a PERMIT (reference section 3.1).
    private static bool Unregistered(CompiledFilter compiled, ArbitrationOptions options, bool clearsRight, out Vote vote)
    {
        var permits = (compiled.Filter.Flags & FwpmFilterFlags.PermitIfCalloutUnregistered) != 0;
        vote = permits
            ? new Vote(Plain(compiled, ClassifyAction.Permit, VerdictReason.PermitFilter), clearsRight, MayVeto: false)
            : new Vote(Plain(compiled, ClassifyAction.Block, VerdictReason.BlockFilter), IsHard: true, clearsRight && options.FilterVeto);
        return true;
    }

    private static ClassifyResult Plain(CompiledFilter compiled, ClassifyAction action, VerdictReason reason) =>
        new(action, reason, compiled.Id, compiled.Filter.RawContext ?? 0);
}
