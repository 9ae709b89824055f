using Gatehouse.Model.Wfp;

namespace Gatehouse.Oracles.Filtering;

/// <summary>
/// Arbitration as the reference tells it (3.2), step by step and without a thought for speed. Effective weights come from outside, because the low
/// bits of automatic ones are the engine's own.
/// </summary>
public static class SlowArbitration
{
    private sealed record Vote(string Word, FwpmFilter Filter, bool IsHard, bool IsVeto);

    public static SlowVerdict Decide(
        IReadOnlyList<FwpmFilter> filters, FwpmLayer layer, SlowPacket packet, SlowSwitches switches, Func<FwpmFilter, ulong> weightOf)
    {
        var here = filters.Where(filter => filter.Layer == layer).ToList();
        var subLayers = here.Select(filter => filter.SubLayer).Distinct().OrderByDescending(subLayer => subLayer.Weight).ToList();
        Vote? net = null;
        foreach (var subLayer in subLayers)
        {
            var candidates = here.Where(filter => filter.SubLayer == subLayer).OrderByDescending(weightOf);
            Vote? vote = null;
            foreach (var filter in candidates)
            {
                if (vote is null && SlowConditions.Match(filter, packet, switches))
                    vote = Ask(filter, packet.Facts, switches);
            }

            net = vote is null ? net : Combine(net, vote);
        }

        return net is null
            ? new SlowVerdict("permit", null, false)
            : new SlowVerdict(net.Word, net.Filter, net.Filter.Callout is not null && SlowCallouts.StartsNothing(net.Filter, net.Word));
    }

    // The table of section 3.2: what a heavier sublayer says, and what a lighter one makes of it.
    private static Vote Combine(Vote? higher, Vote lower)
    {
        if (higher is null)
            return lower;
        var (higherBlocks, lowerBlocks) = (higher.Word == "block", lower.Word == "block");
        if (higher.IsHard && higherBlocks)
            return higher;
        if (higher.IsHard)
            return lowerBlocks && lower.IsVeto ? lower with { IsHard = true } : higher;
        if (lowerBlocks || higherBlocks)
            return lower;
        string[] strictest = ["protect", "discover", "discover-quietly", "permit"];
        var stricter = Array.IndexOf(strictest, lower.Word) < Array.IndexOf(strictest, higher.Word) ? lower : higher;
        return stricter with { IsHard = lower.IsHard };
    }

    private static Vote? Ask(FwpmFilter filter, SlowFacts facts, SlowSwitches switches)
    {
        var clears = filter.Flags.HasFlag(FwpmFilterFlags.ClearActionRight);
        switch (filter.Action)
        {
            case FwpActionType.Permit:
                return new Vote("permit", filter, clears, false);
            case FwpActionType.Block:
                return new Vote("block", filter, true, clears && switches.FilterVeto);
            case FwpActionType.CalloutInspection:
                return null;
        }

        if (filter.Callout is not { } callout || switches.Unregistered.Contains(callout))
        {
            return filter.Flags.HasFlag(FwpmFilterFlags.PermitIfCalloutUnregistered)
                ? new Vote("permit", filter, clears, false)
                : new Vote("block", filter, true, clears && switches.FilterVeto);
        }

        var word = SlowCallouts.Decide(callout, filter.RawContext ?? 0, facts);
        if (word == "continue")
            return null;
        var blocks = word == "block";
        return new Vote(word, filter, clears || (blocks && switches.CalloutBlocksAreHard), blocks);
    }
}
