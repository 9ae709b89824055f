using System.Collections.Immutable;
using Gatehouse.Filtering;

namespace Gatehouse.Analysis.Geometry;

/// <summary>Packets of one layer that the same filters decide.</summary>
/// <param name="Packets">Which packets.</param>
/// <param name="Voters">The filters that match and vote or may vote, in the order they are asked.</param>
internal readonly record struct Region(Box Packets, ImmutableArray<CompiledFilter> Voters);

/// <summary>Takes a layer apart into the regions that its filters decide alike: arbitration, walked for all packets at once.</summary>
internal static class Regions
{
    private readonly record struct Work(Box Piece, int At, ImmutableArray<CompiledFilter> Voters);

    /// <summary>The regions of a part of a layer. They are disjoint, and together the whole part, unless the budget is spent before.</summary>
    /// <param name="map">The layer.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="budget">How many pieces may be looked at.</param>
    /// <param name="isLookup">Keying asks here for the policy of one module: no filter decides for all who ask.</param>
    public static IEnumerable<Region> Of(LayerMap map, Box part, Budget budget, bool isLookup = false)
    {
        if (part.IsEmpty)
            yield break;
        var stack = new Stack<Work>();
        stack.Push(new Work(part, 0, []));
        while (stack.TryPop(out var work))
        {
            if (!budget.TryTake())
                yield break;
            if (Advance(map, work, stack, isLookup) is { } region)
                yield return region;
        }
    }

    private static Region? Advance(LayerMap map, Work work, Stack<Work> stack, bool isLookup)
    {
        for (var at = work.At; at < map.Filters.Length; at++)
        {
            var power = isLookup ? FilterPower.MayPass : map.Powers[at];
            if (power == FilterPower.None || !work.Piece.Intersects(map.Boxes[at]))
                continue;
            foreach (var outside in work.Piece.Without(map.Boxes[at]))
                stack.Push(new Work(outside, at + 1, work.Voters));
            var inside = work.Piece.And(map.Boxes[at]);
            var voters = work.Voters.Add(map.Filters[at]);
            // Behind a callout that may pass, what ends one way does not end the other; and a hard permit outlives a block, though not a veto.
            if (power == FilterPower.Ends && !voters.Any(voter => FilterPowers.Of(voter) is FilterPower.MayPass or FilterPower.VotesHard))
                return new Region(inside, voters);
            stack.Push(new Work(inside, power == FilterPower.MayPass ? at + 1 : map.NextSubLayer[at], voters));
            return null;
        }

        return new Region(work.Piece, work.Voters);
    }
}
