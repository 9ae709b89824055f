using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Geometry;

/// <summary>Whether a filter is ever asked to decide.</summary>
/// <param name="Example">A packet it is asked about; null when there is none or the answer was too costly.</param>
/// <param name="IsDecided">False when the answer was too costly.</param>
/// <param name="MatchesNothing">No packet satisfies its conditions.</param>
/// <param name="Takers">The filters that take its packets away; empty when it is reached.</param>
internal sealed record Reachability(ClassifyFields? Example, bool IsDecided, bool MatchesNothing, IReadOnlyList<CompiledFilter> Takers)
{
    /// <summary>Proven: no packet ever gets to it.</summary>
    public bool IsUnreachable => IsDecided && Example is null;
}

/// <summary>Takes from the box of a filter whatever heavier filters take from it. What is left, if anything, is an example.</summary>
internal static class Reach
{
    /// <summary>Whether the filter at a place of a layer that is classified can decide any packet.</summary>
    public static Reachability Of(LayerMap map, int place, Budget budget)
    {
        var mayVeto = FilterPowers.MayVeto(map.Filters[place]);
        var subLayer = map.Filters[place].Filter.SubLayer.Key;
        return Search(map, place, budget, (at, heldHard) =>
        {
            var power = map.Powers[at];
            var isOwn = map.Filters[at].Filter.SubLayer.Key == subLayer;
            return power switch
            {
                FilterPower.None => Step.On,
                FilterPower.MayPass => isOwn ? Step.On : Step.Either,
                _ when isOwn => Step.Taken,

                // A hard permit outlives the block of a lighter filter; only a callout's veto, such as the one asked about, ends it.
                FilterPower.Ends => heldHard ? Step.NextSubLayer : Step.Taken,
                FilterPower.VotesHard => mayVeto ? Step.NextSubLayerHard : Step.Taken,
                _ => Step.NextSubLayer,
            };
        });
    }

    /// <summary>Whether the filter at a place of a policy layer, where one asks for a module, can be found (reference section 3.2).</summary>
    public static Reachability OfLookup(LayerMap map, int place, Budget budget)
    {
        var filter = map.Filters[place];
        if (filter.Filter.Action != FwpActionType.Block)
            return Search(map, place, budget, (at, _) => Answers(map.Filters[at], filter) ? Step.Taken : Step.On);
        Reachability? last = null;
        foreach (var module in map.Filters.Where(other => other.ProviderContext is not null).DistinctBy(other => other.ProviderContext!.Module))
        {
            last = Search(map, place, budget, (at, _) => Answers(map.Filters[at], module) ? Step.Taken : Step.On);
            if (!last.IsUnreachable)
                return last;
        }

        return last ?? Search(map, place, budget, (at, _) => map.Filters[at].Filter.Action == FwpActionType.Block ? Step.Taken : Step.On);
    }

    private enum Step
    {
        On,
        Taken,
        NextSubLayer,
        NextSubLayerHard,
        Either,
    }

    private static bool Answers(CompiledFilter earlier, CompiledFilter asked) =>
        earlier.Filter.Action == FwpActionType.Block
        || (earlier.ProviderContext is { } context && context.Module == asked.ProviderContext?.Module);

    private static Reachability Search(LayerMap map, int place, Budget budget, Func<int, bool, Step> stepOf)
    {
        var takers = new HashSet<CompiledFilter>();
        if (map.Boxes[place].IsEmpty)
            return new Reachability(null, true, true, []);
        var stack = new Stack<(Box Piece, int At, bool HeldHard)>();
        stack.Push((map.Boxes[place], 0, false));
        while (stack.TryPop(out var work))
        {
            if (!budget.TryTake())
                return new Reachability(null, false, false, []);
            var at = work.At;
            while (at < place && (stepOf(at, work.HeldHard) == Step.On || !work.Piece.Intersects(map.Boxes[at])))
                at++;
            if (at >= place)
                return new Reachability(map.Space.Example(work.Piece), true, false, []);
            foreach (var outside in work.Piece.Without(map.Boxes[at]))
                stack.Push((outside, at + 1, work.HeldHard));
            var inside = work.Piece.And(map.Boxes[at]);
            var step = stepOf(at, work.HeldHard);
            if (step == Step.Taken)
                takers.Add(map.Filters[at]);
            else
                stack.Push((inside, map.NextSubLayer[at], work.HeldHard || step == Step.NextSubLayerHard));
            if (step == Step.Either)
                stack.Push((inside, at + 1, work.HeldHard));
        }

        return new Reachability(null, true, false, [.. takers]);
    }
}
