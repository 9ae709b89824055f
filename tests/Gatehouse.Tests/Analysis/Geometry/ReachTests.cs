using Gatehouse.Analysis.Geometry;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;
using Gatehouse.Tests.Filtering.Arbitration;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Analysis.Geometry;

/// <summary>What geometry says of filters, against classifying: packets of a universe so small that random ones visit all of it.</summary>
public sealed class ReachTests
{
    private const int PacketsOfAPolicy = 300;

    [Fact]
    public void Reachability_agrees_with_classify_on_policies_that_are_hard() => Compare(firstSeed: 1, policies: 150);

    [Fact]
    [Trait("tier", "all")]
    public void Reachability_agrees_with_classify_on_many_policies() => Compare(firstSeed: 100_000, policies: 30_000);

    [Fact]
    public void Regions_are_disjoint_and_cover_every_packet()
    {
        var looked = 0;
        for (var seed = 1UL; seed <= 60; seed++)
        {
            var policy = new RandomPolicy(seed);
            var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], policy.Filters));
            if (LayerMap.Of(snapshot, policy.Layer) is not { Space.IsExact: true } map)
                continue;
            var budget = new Budget(20_000);
            var regions = Regions.Of(map, map.Space.Everything, budget).ToList();
            if (budget.IsSpent)
                continue;
            looked++;
            for (var i = 0; i < 40; i++)
            {
                var (fields, _, _) = policy.Packet();
                var point = Point(map.Space, fields);
                regions.Count(region => point.IsWithin(region.Packets)).ShouldBe(1, $"seed {seed}");
                var voters = regions.Single(region => point.IsWithin(region.Packets)).Voters;
                voters.ShouldAllBe(voter => voter.Matches(fields));
            }
        }

        looked.ShouldBeGreaterThan(15);
    }

    private static void Compare(ulong firstSeed, int policies)
    {
        var (reached, unreachable) = (0, 0);
        for (var seed = firstSeed; seed < firstSeed + (ulong)policies; seed++)
        {
            var policy = new RandomPolicy(seed);
            var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], policy.Filters));
            if (LayerMap.Of(snapshot, policy.Layer) is not { } map)
                continue;
            var answers = map.Filters.Select((_, place) => Reach.Of(map, place, new Budget(10_000))).ToArray();
            var deciders = Deciders(policy, snapshot);
            for (var place = 0; place < answers.Length; place++)
            {
                var where = $"seed {seed}: {map.Filters[place].Filter.Name} at {policy.Layer}";
                if (answers[place].IsUnreachable)
                {
                    unreachable++;
                    deciders.ShouldNotContain(map.Filters[place].Id, where);
                }
                else if (map.Space.IsExact && answers[place].Example is { } example && !Wavers(map, place, example))
                {
                    reached++;
                    IsAsked(snapshot, policy.Layer, example, map.Filters[place]).ShouldBeTrue(where);
                }
            }
        }

        reached.ShouldBeGreaterThan(policies);
        unreachable.ShouldBeGreaterThan(policies);
    }

    // Callouts that may pass a packet on look at the same facts, so that not every combination of their answers exists. Geometry knows no
    // facts and takes all of them for possible, which only ever says "reached" of a filter that is not.
    private static bool Wavers(LayerMap map, int place, ClassifyFields example) =>
        map.Filters[..place].Any(filter => FilterPowers.Of(filter) == FilterPower.MayPass && filter.Matches(example));

    private static HashSet<ulong> Deciders(RandomPolicy policy, FilterSnapshot snapshot)
    {
        var deciders = new HashSet<ulong>();
        for (var i = 0; i < PacketsOfAPolicy; i++)
        {
            var (fields, facts, _) = policy.Packet();
            deciders.Add(snapshot.Classify(policy.Layer, fields, facts).FilterId);
        }

        return deciders;
    }

    private static bool IsAsked(FilterSnapshot snapshot, FwpmLayer layer, ClassifyFields fields, CompiledFilter filter)
    {
        if (!filter.Matches(fields))
            return false;
        for (var bits = 0; bits < 64; bits++)
        {
            var facts = new CalloutFacts((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0, (bits & 32) != 0);
            var listener = new Listener(filter);
            snapshot.Classify(layer, fields, facts, listener);
            if (listener.IsAsked)
                return true;
        }

        return false;
    }

    private static Box Point(FieldSpace space, ClassifyFields fields) => space.PointOf(fields, field => fields.Others?.Bytes(field));

    private sealed class Listener(CompiledFilter filter) : IClassifyTrace
    {
        public bool IsAsked { get; private set; }

        public void OnLayer(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts)
        {
        }

        public void OnFilter(CompiledFilter asked, int failed) => IsAsked |= asked.Id == filter.Id && failed < 0;

        public void OnCallout(CompiledFilter asked, CalloutDecision decision)
        {
        }

        public void OnResult(in ClassifyResult result)
        {
        }
    }
}
