using System.Globalization;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;
using Gatehouse.Oracles.Filtering;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Filtering.Arbitration;

/// <summary>The engine against the slow arbitration: compiled at once, built step by step, watched and unwatched.</summary>
public sealed class OracleTests
{
    private const int PacketsOfAPolicy = 50;

    [Fact]
    public void Agrees_with_the_slow_arbitration_on_20_000_pairs() => Compare(firstSeed: 1, policies: 400);

    /// <summary>1,000,000 pairs; of other seeds when <c>GATEHOUSE_ORACLE</c> names them, FIRST or FIRST:COUNT (<c>./bench oracle</c>).</summary>
    [Fact]
    [Trait("tier", "all")]
    public void Agrees_with_the_slow_arbitration_on_1_000_000_pairs()
    {
        var seeds = (Environment.GetEnvironmentVariable("GATEHOUSE_ORACLE") ?? "1000000:20000").Split(':');
        Compare(ulong.Parse(seeds[0], CultureInfo.InvariantCulture), seeds.Length > 1 ? int.Parse(seeds[1], CultureInfo.InvariantCulture) : 1);
    }

    private static void Compare(ulong firstSeed, int policies)
    {
        var words = new Dictionary<string, int>();
        for (var seed = firstSeed; seed < firstSeed + (ulong)policies; seed++)
        {
            var policy = new RandomPolicy(seed);
            var whole = FilterSnapshot.Compile(new WfpObjectSet([], policy.Filters), policy.Options);
            var weights = whole.Filters.ToDictionary(filter => filter.Filter.Key, filter => filter.EffectiveWeight);
            var grown = Grow(policy);
            for (var i = 0; i < PacketsOfAPolicy; i++)
            {
                var (fields, facts, slow) = policy.Packet();
                var expected = SlowArbitration.Decide(policy.Filters, policy.Layer, slow, policy.Switches, filter => weights[filter.Key]);
                var where = $"seed {seed} packet {i} at {policy.Layer}";
                Told(whole, whole.Classify(policy.Layer, fields, facts)).ShouldBe(expected, where);
                Told(whole, whole.Classify(policy.Layer, fields, facts, new Deaf())).ShouldBe(expected, where + ", watched");
                Told(grown, grown.Classify(policy.Layer, fields, facts)).ShouldBe(expected, where + ", built step by step");
                var kind = expected.Decider is null ? "nobody" : expected.Word;
                words[kind] = words.GetValueOrDefault(kind) + 1;
            }
        }

        // Every verdict was met often, or the test would prove less than it says. A few seeds may miss some.
        if (policies < 400)
            return;
        foreach (var word in new[] { "nobody", "permit", "block", "protect", "discover", "discover-quietly" })
            words.GetValueOrDefault(word).ShouldBeGreaterThan(policies / 8, word);
    }

    private static FilterSnapshot Grow(RandomPolicy policy)
    {
        var half = policy.Filters.Length / 2;
        var snapshot = FilterSnapshot.Compile(new WfpObjectSet([], policy.Filters[..half]), policy.Options);
        foreach (var filter in policy.Filters[half..])
        {
            var passing = policy.Filter();
            snapshot = snapshot.With(passing).With(filter).Without(passing.Key);
        }

        return snapshot;
    }

    private static SlowVerdict Told(FilterSnapshot snapshot, ClassifyResult result)
    {
        var word = result.Action switch
        {
            ClassifyAction.Block => "block",
            ClassifyAction.Permit => "permit",
            ClassifyAction.Protect => "protect",
            ClassifyAction.Discover => "discover",
            _ => "discover-quietly",
        };
        var decider = result.FilterId == 0 ? null : snapshot.Filters.Single(filter => filter.Id == result.FilterId).Filter;
        return new SlowVerdict(word, decider, result.StartsNothing);
    }

    private sealed class Deaf : IClassifyTrace
    {
        public void OnLayer(FwpmLayer layer, in ClassifyFields fields, in CalloutFacts facts)
        {
        }

        public void OnFilter(CompiledFilter filter, int failed)
        {
        }

        public void OnCallout(CompiledFilter filter, CalloutDecision decision)
        {
        }

        public void OnResult(in ClassifyResult result)
        {
        }
    }
}
